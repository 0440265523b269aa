using System.Collections.Immutable;
using PoR.Core.Canonical;

namespace PoR.Campaigns.Fuzzing;

/// <summary>Every decoder of bytes or text from outside.</summary>
internal static class Decoders
{
    /// <summary>All, in the order of the table of docs/testing.md.</summary>
    public static ImmutableArray<Decoder> All { get; } =
        [.. DecodersOfPeers.All, .. DecodersOfStores.All, .. DecodersOfKeys.All, .. DecodersOfTexts.All];

    /// <summary>The decoder of canonical values, each of which has one form.</summary>
    public static Decoder Canonical<T>(string name, int cases, params IEnumerable<T> values)
        where T : class, ICanonical<T> => new(
            name,
            cases,
            static bytes => CanonicalBytes.Decode<T>(bytes, out var fault) is { } value
                ? new Decoded(null, CanonicalBytes.Of(value))
                : new Decoded(fault),
            [.. values.Select(CanonicalBytes.Of)]);

    /// <summary>What breaks a rule that every input must keep.</summary>
    public static void Require(bool holds, string what)
    {
        if (!holds)
            throw new InvalidOperationException($"It does not hold that {what}.");
    }
}
