using System.Collections.Immutable;
using System.Diagnostics;

namespace PoR.Exploration.Bba;

/// <summary>Turns a path of states, in which equal nodes are one, into what each node hears and says.</summary>
internal sealed class BbaPath(BbaModel model)
{
    private readonly BbaSetting _setting = model.Setting;

    /// <summary>The steps of a path.</summary>
    /// <param name="path">From the start on, each state a successor of the one before.</param>
    public ImmutableArray<Scene> ScenesOf(ImmutableArray<BbaState> path)
    {
        var codes = new int[_setting.Honest];
        path[0].CopyTo(codes);
        var scenes = ImmutableArray.CreateBuilder<Scene>();
        for (var i = 1; i < path.Length; i++)
        {
            var nodes = Assign(path[i - 1], codes, path[i], out var toAll);
            scenes.Add(new Scene(
                i + 1,
                [.. Enumerable.Range(0, codes.Length).Where(node => codes[node] != 0)
                    .Select(node => SpeechOf(path[i - 1], codes, node, nodes[node], toAll))],
                path[i].Endings));
            codes = [.. nodes.Select(node => node.Code)];
        }

        return scenes.ToImmutable();
    }

    /// <summary>What each node does on the way from one state to the next; a silent node has code 0.</summary>
    private NextNode[] Assign(BbaState before, int[] codes, BbaState after, out int toAll)
    {
        var wanted = new int[_setting.Honest];
        var live = after.CopyTo(wanted);
        for (toAll = 0; toAll < model.ChoicesAt(before); toAll++)
        {
            var choice = toAll;
            List<NextNode>[] options =
            [
                .. codes.Select(code => code == 0
                    ? [new NextNode(0, Hearing.Ended, Marks.None, HasCrashed: false)]
                    : model.NextOf(before, code, choice, coins: 3).OrderBy(next => next.HasCrashed).ToList()),
            ];
            var found = new NextNode[codes.Length];
            if (Fit(before, after, options, found, 0, [.. wanted.AsSpan(0, live)]))
                return found;
        }

        throw new UnreachableException("A state of a path does not follow from the one before.");
    }

    private bool Fit(
        BbaState before, BbaState after, List<NextNode>[] options, NextNode[] found, int node, List<int> wanted)
    {
        if (node == options.Length)
        {
            int[] codes = [.. found.Where(next => next.Code != 0).Select(next => next.Code)];
            var marks = found.Aggregate(Marks.None, (all, next) => all | next.Mark);
            return wanted.Count == 0 && found.Count(next => NodeCode.IsUnsent(next.Code)) <= NextNodes.UnsentMax
                && model.StateOf(before, codes, marks) == after;
        }

        foreach (var next in options[node])
        {
            var place = next.Code == 0 ? -1 : wanted.IndexOf(next.Code);
            if (next.Code != 0 && place < 0)
                continue;
            found[node] = next;
            if (place >= 0)
                wanted.RemoveAt(place);
            if (Fit(before, after, options, found, node + 1, wanted))
                return true;
            if (place >= 0)
                wanted.Insert(place, next.Code);
        }

        return false;
    }

    private Speech SpeechOf(BbaState before, int[] codes, int node, NextNode next, int toAll)
    {
        var heard = Witness(before, codes[node], next.Outcome, toAll);
        var honest = heard is null || before.Step < 2 ? [] : Speakers(codes, node, heard);
        return new Speech(
            node,
            next.Code == 0 ? null : NodeCode.Said(next.Code),
            honest,
            [.. heard?.Hostile?.Said.Select(words => words.ToImmutableArray()) ?? []],
            heard?.IsAtDeadline ?? false,
            heard?.Verdict,
            NodeCode.IsUnsent(next.Code),
            next.HasCrashed);
    }

    /// <summary>
    /// The likeliest way to an outcome: one's own vote heard, many honest ones, few hostile ones. Null for a node that
    /// ends the round by what was certified before.
    /// </summary>
    private Heard? Witness(BbaState before, int code, int outcome, int toAll)
    {
        Heard? best = null;
        var bestRank = (int.MinValue, int.MinValue, int.MinValue);
        model.Hearing.Witness = heard =>
        {
            if (heard.Outcome != outcome || (heard.Hostile is { } words && !IsPartOf(before.Step, toAll, words)))
                return;
            var hasOwn = heard.Honest.Any(
                group => group.Seats == NodeCode.Seats(code) && group.Word == NodeCode.Said(code));
            var rank = (hasOwn || NodeCode.IsUnsent(code) ? 1 : 0, heard.Honest.Sum(group => group.Count),
                -(heard.Hostile?.Said.Sum(said => said.Length) ?? 0));
            if (rank.CompareTo(bestRank) > 0)
                (best, bestRank) = (heard, rank);
        };
        model.NextOf(before, code, toAll, coins: 3);
        model.Hearing.Witness = null;
        return best;
    }

    private bool IsPartOf(byte step, int toAll, HostileWords words)
    {
        var choices = model.Hearing.Choices[step];
        return choices.ToAll[toAll].Any(place => ReferenceEquals(choices.ToOne[place], words));
    }

    /// <summary>Which nodes it hears: itself, and of the others those with the lowest numbers.</summary>
    private static ImmutableArray<int> Speakers(int[] codes, int node, Heard heard) =>
    [
        .. heard.Honest.SelectMany(group => Enumerable.Range(0, codes.Length)
            .Where(other => codes[other] != 0 && !NodeCode.IsUnsent(codes[other])
                && NodeCode.Seats(codes[other]) == group.Seats && NodeCode.Said(codes[other]) == group.Word)
            .OrderBy(other => other == node ? -1 : other).Take(group.Count)).Order(),
    ];
}
