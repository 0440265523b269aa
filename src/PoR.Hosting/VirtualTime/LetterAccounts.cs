using System.Collections.Immutable;
using PoR.Hosting.Network;

namespace PoR.Hosting.VirtualTime;

/// <summary>
/// What became of the letters (invariant I12): sent = delivered + dropped + in flight, at all times.
/// Timers, jobs' results and notices of a watch are no letters.
/// </summary>
/// <param name="Sent">Copies, one for each receiver of a publish.</param>
/// <param name="Delivered">Turns that began with the letter, failed ones included.</param>
/// <param name="InFlight">On the network, waiting in a mailbox, or stashed.</param>
/// <param name="SentAcrossNodes">Those of <paramref name="Sent"/> that met the network.</param>
/// <param name="DroppedByCause">Causes with a count above 0 only.</param>
public sealed record LetterAccounts(
    long Sent,
    long Delivered,
    long InFlight,
    long SentAcrossNodes,
    ImmutableSortedDictionary<DropCause, long> DroppedByCause)
{
    /// <summary>Letters that nobody will get, of all causes.</summary>
    public long Dropped => DroppedByCause.Values.Sum();

    /// <summary>Whether the books balance.</summary>
    public bool IsBalanced => Sent == Delivered + Dropped + InFlight;
}
