namespace PoR.Exploration.Bba;

/// <summary>
/// Before each common coin: one of its values ends every path within the coin's step and the two after it. A coin is
/// common, and has that value, with a probability above a sixth, so the round ends.
/// </summary>
internal sealed class CoinLiveness(BbaModel model)
{
    private const byte BeforeCoin = 6;

    private readonly Dictionary<BbaState, bool> _known = [];

    /// <summary>How many states before a coin were asked about.</summary>
    public int Asked { get; private set; }

    /// <summary>Whether a state keeps the promise; only states before a coin are asked.</summary>
    public bool Holds(BbaState state)
    {
        if (state.Step != BeforeCoin)
            return true;
        Asked++;
        var plain = state with { Endings = Endings.None, Marks = Marks.None };
        if (!_known.TryGetValue(plain, out var holds))
        {
            holds = Ends(plain, 1) || Ends(plain, 2);
            _known.Add(plain, holds);
        }

        return holds;
    }

    /// <summary>Whether all paths from a state before a coin end by the votes of honest nodes alone.</summary>
    private bool Ends(BbaState beforeCoin, int coin)
    {
        var open = new HashSet<BbaState> { beforeCoin };
        for (var steps = 0; steps < 3 && open.Count > 0; steps++)
        {
            open =
            [
                .. open.SelectMany(state => model.Next(state, coin))
                    .Select(state => state with { Endings = Endings.None, Marks = Marks.None })
                    .Where(state => !model.Hearing.IsEnded(state)),
            ];
        }

        return open.Count == 0;
    }
}
