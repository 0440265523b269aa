using PoR.Core.Agreement;

namespace PoR.Consensus.Agreement;

/// <summary>Seats by value, and the heaviest; of equals the lower block digest, then the lower leader.</summary>
internal sealed class ValueWeights
{
    private readonly Dictionary<BlockValue, Weight> _weights = [];
    private Weight? _latest; // Most votes name what the one before named.

    /// <summary>Null while no value has a seat.</summary>
    public BlockValue? Heaviest { get; private set; }

    /// <summary>Seats of <see cref="Heaviest"/>.</summary>
    public long HeaviestSeats { get; private set; }

    /// <summary>The heaviest value if it has at least so many seats.</summary>
    public BlockValue? AtLeast(long seats) => HeaviestSeats >= seats ? Heaviest : null;

    /// <summary>The seats of a value, 0 for one that was never named.</summary>
    public long SeatsOf(BlockValue value) => _weights.GetValueOrDefault(value)?.Seats ?? 0;

    /// <summary>Adds seats to a value; fewer than 0 are taken away from what it has.</summary>
    public void Add(BlockValue value, long seats)
    {
        var weight = WeightOf(value);
        weight.Seats += seats;
        if (seats < 0)
            FindHeaviest();
        else if (Outweighs(weight.Value, weight.Seats, Heaviest, HeaviestSeats))
            (Heaviest, HeaviestSeats) = (weight.Value, weight.Seats);
    }

    private Weight WeightOf(BlockValue value)
    {
        if (_latest is { } latest && latest.Value.Equals(value))
            return latest;
        if (!_weights.TryGetValue(value, out var weight))
            _weights.Add(value, weight = new Weight(value));
        return _latest = weight;
    }

    private void FindHeaviest()
    {
        (Heaviest, HeaviestSeats) = (null, 0);

        // The order of a dictionary is not specified. The result does not depend on it, since no two values tie.
        foreach (var (candidate, weight) in _weights)
        {
            if (weight.Seats > 0 && Outweighs(candidate, weight.Seats, Heaviest, HeaviestSeats))
                (Heaviest, HeaviestSeats) = (candidate, weight.Seats);
        }
    }

    private static bool Outweighs(BlockValue value, long seats, BlockValue? other, long otherSeats)
    {
        if (other is null || seats != otherSeats)
            return other is null || seats > otherSeats;
        var byBlock = value.Block.CompareTo(other.Block);
        return byBlock != 0 ? byBlock < 0 : value.Leader.CompareTo(other.Leader) < 0;
    }

    /// <summary>The seats of one value.</summary>
    private sealed class Weight(BlockValue value)
    {
        public BlockValue Value { get; } = value;

        public long Seats { get; set; }
    }
}
