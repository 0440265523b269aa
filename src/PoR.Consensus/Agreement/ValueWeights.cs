using PoR.Core.Agreement;

namespace PoR.Consensus.Agreement;

/// <summary>Seats by value, and the heaviest; of equals the lower block digest, then the lower leader.</summary>
internal sealed class ValueWeights
{
    private readonly Dictionary<BlockValue, long> _seats = [];

    /// <summary>Null while no value has a seat.</summary>
    public BlockValue? Heaviest { get; private set; }

    /// <summary>Seats of <see cref="Heaviest"/>.</summary>
    public long HeaviestSeats { get; private set; }

    /// <summary>The heaviest value if it has at least so many seats.</summary>
    public BlockValue? AtLeast(long seats) => HeaviestSeats >= seats ? Heaviest : null;

    /// <summary>The seats of a value, 0 for one that was never named.</summary>
    public long SeatsOf(BlockValue value) => _seats.GetValueOrDefault(value);

    /// <summary>Adds seats to a value; fewer than 0 are taken away from what it has.</summary>
    public void Add(BlockValue value, long seats)
    {
        var sum = _seats.GetValueOrDefault(value) + seats;
        _seats[value] = sum;
        if (seats < 0)
            FindHeaviest();
        else if (Outweighs(value, sum, Heaviest, HeaviestSeats))
            (Heaviest, HeaviestSeats) = (value, sum);
    }

    private void FindHeaviest()
    {
        (Heaviest, HeaviestSeats) = (null, 0);

        // The order of a dictionary is not specified; the heaviest does not depend on it, since no two values tie.
        foreach (var (candidate, sum) in _seats)
        {
            if (sum > 0 && Outweighs(candidate, sum, Heaviest, HeaviestSeats))
                (Heaviest, HeaviestSeats) = (candidate, sum);
        }
    }

    private static bool Outweighs(BlockValue value, long seats, BlockValue? other, long otherSeats)
    {
        if (other is null || seats != otherSeats)
            return other is null || seats > otherSeats;
        var byBlock = value.Block.CompareTo(other.Block);
        return byBlock != 0 ? byBlock < 0 : value.Leader.CompareTo(other.Leader) < 0;
    }
}
