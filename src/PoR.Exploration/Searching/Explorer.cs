using System.Collections.Immutable;

namespace PoR.Exploration.Searching;

/// <summary>Visits every state that a machine can reach, nearest first, until there is none left.</summary>
/// <param name="machine">What is explored.</param>
/// <param name="statesMax">The search ends, and says so, when it would keep more states; 1 and up.</param>
internal sealed class Explorer<TState>(IExplored<TState> machine, int statesMax)
    where TState : notnull
{
    private const int StatesBetweenLooks = 64;

    private readonly Dictionary<TState, int> _numbers = [];
    private readonly List<(TState State, int Parent)> _states = [];
    private readonly Dictionary<Promise<TState>, Finding<TState>> _findings = [];
    private long _transitions;

    /// <summary>Searches to the fixpoint, or to the limit.</summary>
    /// <param name="tell">Told now and then how many states are known and how many of them have been left.</param>
    /// <param name="stop">Asked between states.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public Exploration<TState> Run(Action<int, int>? tell = null, CancellationToken stop = default)
    {
        var isWhole = Reach(machine.Start, parent: -1);
        for (var number = 0; isWhole && number < _states.Count; number++)
        {
            if (number % StatesBetweenLooks == 0)
            {
                stop.ThrowIfCancellationRequested();
                tell?.Invoke(_states.Count, number);
            }

            foreach (var next in machine.Next(_states[number].State))
            {
                _transitions++;
                isWhole &= Reach(next, number);
            }
        }

        return new Exploration<TState>(
            _states.Count, _transitions, machine.RuleCalls, isWhole,
            [.. machine.Promises.Where(_findings.ContainsKey).Select(promise => _findings[promise])]);
    }

    /// <summary>Keeps a state that is new.</summary>
    /// <returns>False when there was no room for it.</returns>
    private bool Reach(TState state, int parent)
    {
        if (_numbers.ContainsKey(state))
            return true;
        if (_states.Count >= statesMax)
            return false;
        _numbers.Add(state, _states.Count);
        _states.Add((state, parent));
        foreach (var promise in machine.Promises)
        {
            if (!_findings.ContainsKey(promise) && !promise.IsKept(state))
                _findings.Add(promise, new Finding<TState>(promise, PathTo(_states.Count - 1)));
        }

        return true;
    }

    private ImmutableArray<TState> PathTo(int number)
    {
        var path = new List<TState>();
        for (; number >= 0; number = _states[number].Parent)
            path.Add(_states[number].State);
        path.Reverse();
        return [.. path];
    }
}
