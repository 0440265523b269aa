using System.Collections.Immutable;
using PoR.Hosting.Network;

namespace PoR.Hosting.VirtualTime;

/// <summary>The running counts behind <see cref="LetterAccounts"/>, each kept on its own.</summary>
internal sealed class LetterBooks
{
    private readonly long[] _dropped = new long[Enum.GetValues<DropCause>().Length];

    public long Sent { get; set; }

    public long Delivered { get; set; }

    public long InFlight { get; set; }

    public long AcrossNodes { get; set; }

    public void Drop(DropCause cause) => _dropped[(int)cause]++;

    public LetterAccounts Close() => new(
        Sent,
        Delivered,
        InFlight,
        AcrossNodes,
        Enum.GetValues<DropCause>().Where(cause => _dropped[(int)cause] > 0)
            .ToImmutableSortedDictionary(cause => cause, cause => _dropped[(int)cause]));
}
