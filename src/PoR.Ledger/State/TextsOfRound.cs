using System.Collections.Immutable;
using PoR.Core.Hashing;
using PoR.Core.Protocol;

namespace PoR.Ledger.State;

/// <summary>The texts that one block's reviews said.</summary>
/// <param name="Round">The block's round.</param>
/// <param name="Texts">Fingerprints, ascending, each once.</param>
/// <param name="Digest">Of both.</param>
internal sealed record TextsOfRound(Round Round, ImmutableArray<Digest> Texts, Digest Digest)
{
    public static TextsOfRound Of(Round round, IEnumerable<Digest> texts)
    {
        var sorted = texts.Distinct().Order().ToImmutableArray();
        var writer = StateHash.Open(StateHash.TextsPart);
        writer.Int64(round.Number);
        foreach (var text in sorted)
            writer.Fixed(text.Bytes);
        return new TextsOfRound(round, sorted, StateHash.Close(writer));
    }
}
