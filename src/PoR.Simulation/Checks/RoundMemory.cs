using PoR.Core.Rounds;

namespace PoR.Simulation.Checks;

/// <summary>What a check remembers of each round that some node can still decide.</summary>
/// <typeparam name="T">Of one round.</typeparam>
/// <param name="decidable">Which rounds are kept.</param>
public sealed class RoundMemory<T>(DecidableRounds decidable)
    where T : class, new()
{
    private readonly SortedDictionary<Round, T> _rounds = [];
    private Round _clearedTo = Round.Genesis; // No round before this one is kept.

    /// <summary>How many rounds are kept.</summary>
    internal int Count => _rounds.Count;

    /// <summary>What is remembered of a round, made when there is nothing yet; earlier ones may be forgotten.</summary>
    /// <returns>Null for a round that no node can decide any more.</returns>
    public T? Of(Round round)
    {
        var oldest = decidable.Oldest;
        if (_clearedTo < oldest)
        {
            _clearedTo = oldest;
            while (_rounds.Count > 0 && _rounds.First().Key is var first && first < oldest)
                _rounds.Remove(first);
        }

        if (round < oldest)
            return null;
        if (!_rounds.TryGetValue(round, out var known))
            _rounds.Add(round, known = new T());
        return known;
    }
}
