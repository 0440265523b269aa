using PoR.Consensus.Votes;

namespace PoR.Consensus.Agreement;

/// <summary>Who leads: the least rank; equal ranks: the lower public key (PoR §5.2 step 2).</summary>
internal static class LeaderOrder
{
    public static bool IsLess(Ticket a, Ticket b)
    {
        var byRank = a.Rank.CompareTo(b.Rank);
        return byRank != 0 ? byRank < 0 : a.Sender.CompareTo(b.Sender) < 0;
    }
}
