using System.Collections.Immutable;
using PoR.Exploration.Bba.Mutations;
using PoR.Exploration.Searching;

namespace PoR.Exploration.Bba;

/// <summary>Explores one round of the agreement under the product's own rules, or under a mutation of them.</summary>
public static class BbaExploration
{
    /// <summary>Names of all mutations, each with what is wrong with it.</summary>
    public static IReadOnlyList<(string Name, string Sentence)> Mutations { get; } =
        [.. Mutation.All.Select(mutation => (mutation.Name, mutation.Sentence))];

    /// <summary>The setting in which a mutation can show: what the adversary must do for it is added.</summary>
    /// <param name="setting">What is to be explored.</param>
    /// <param name="mutation">One of <see cref="Mutations"/>.</param>
    public static BbaSetting For(BbaSetting setting, string mutation) => Named(mutation).Needs(setting);

    /// <summary>Searches until no state is left, or until a limit.</summary>
    /// <param name="setting">What is explored.</param>
    /// <param name="mutation">One of <see cref="Mutations"/>; null for the product's rules as they are.</param>
    /// <param name="statesMax">Most states that are kept, 1 and up.</param>
    /// <param name="tell">Told now and then how many states are known, and how many of them have been left.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static BbaResult Explore(
        BbaSetting setting, string? mutation, int statesMax, Action<int, int> tell, CancellationToken stop)
    {
        var model = new BbaModel(setting, mutation is null ? null : Named(mutation).Make);
        var found = new Explorer<BbaState>(model, statesMax).Run(tell, stop);
        return new BbaResult(
            found.States, found.Transitions, found.RuleCalls, found.IsWhole,
            [
                .. found.Findings.Select(finding => new BbaFinding(
                    finding.Promise.Name, finding.Promise.Sentence, finding.Promise.IsLimit,
                    new PathTeller(setting).Tell(new BbaPath(model).ScenesOf(finding.Path)))),
            ]);
    }

    private static Mutation Named(string name) => Mutation.All.First(mutation => mutation.Name == name);
}

/// <summary>What an exploration has found.</summary>
/// <param name="States">How many different states can be reached.</param>
/// <param name="Transitions">How many successors these states have in all.</param>
/// <param name="RuleCalls">How often the rules of a step were asked.</param>
/// <param name="IsWhole">False when the limit of states ended the search, so that it proves nothing.</param>
/// <param name="Findings">For each promise that is broken, a shortest path.</param>
public sealed record BbaResult(
    int States, long Transitions, long RuleCalls, bool IsWhole, ImmutableArray<BbaFinding> Findings);

/// <summary>A promise that is broken.</summary>
/// <param name="Promise">Its name in docs/protocol.md, or that of the rule.</param>
/// <param name="Sentence">What is promised.</param>
/// <param name="IsLimit">True for what the engine does not promise under this delivery.</param>
/// <param name="Path">Step by step, in words.</param>
public sealed record BbaFinding(string Promise, string Sentence, bool IsLimit, ImmutableArray<string> Path);
