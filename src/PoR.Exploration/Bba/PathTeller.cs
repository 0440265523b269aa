using System.Collections.Immutable;
using PoR.Consensus.Agreement;
using PoR.Core.Rounds;

namespace PoR.Exploration.Bba;

/// <summary>A path in words: who heard what, and who then said what.</summary>
internal sealed class PathTeller(BbaSetting setting)
{
    private static readonly string[] Names =
        ["", "", "soft vote", "cert vote", "GC to BBA", "coin fixed to 0", "coin fixed to 1", "common coin"];

    private readonly Dictionary<int, int> _said = [];

    /// <summary>One line for each step, one below it for each honest node, and what can be certified thereby.</summary>
    public ImmutableArray<string> Tell(ImmutableArray<Scene> scenes)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        lines.Add($"Honest nodes {List(Enumerable.Range(0, setting.Honest))}, hostile "
            + $"{(setting.Hostile == 0 ? "none" : List(Enumerable.Range(setting.Honest, setting.Hostile)))}. "
            + "A and B are two blocks, ⊥ is none.");
        var known = Endings.None;
        foreach (var scene in scenes)
        {
            lines.Add($"Step {scene.Step} ({Names[scene.Step < 8 ? scene.Step : 5 + ((scene.Step - 5) % 3)]})");
            lines.AddRange(scene.Speeches.Select(speech => "  " + Sentence(scene.Step, speech)));
            foreach (var speech in scene.Speeches)
                _said[speech.Node] = speech.Word ?? Hearing.Ended;
            if (scene.Endings != known)
                lines.Add($"  With the seats of all hostile nodes the round can now end with {Text(scene.Endings)}.");
            known = scene.Endings;
        }

        return lines.ToImmutable();
    }

    private string Sentence(int step, Speech speech)
    {
        var heard = step == 2 ? Shown(speech) : HeardText(step - 1, speech);
        var says = speech.Word is { } word
            ? $"says {Words.TextOf(new Step(step), word)}"
            : "ends the round and falls silent";
        var when = step == 2 || speech.Word is null ? "" : speech.IsAtDeadline ? " at its deadline" : " at once";
        var crash = (speech.HasRestarted, speech.IsUnsent) switch
        {
            (true, true) => ", stores it, crashes before it is sent, and starts again with its journal",
            (true, false) => ", crashes when it is sent, and starts again with its journal",
            _ => "",
        };
        return $"node {speech.Node + 1} {heard}{VerdictText(step, speech)}, and {says}{when}{crash}.";
    }

    private static string Shown(Speech speech) => speech.Word switch
    {
        1 => "is shown block A in time",
        2 => "is shown block B in time",
        _ => "is shown no block in time",
    };

    private string HeardText(int step, Speech speech)
    {
        if (speech.IsLateEnd)
            return "hears late, from hostile nodes, what was certified before";
        var honest = speech.HeardHonest.GroupBy(node => _said[node]).OrderBy(group => group.Key)
            .Select(group => $"{Words.TextOf(new Step(step), group.Key)} of {List(group)}");
        var hostile = speech.HeardHostile.Index().SelectMany(item => item.Item.Select(
            word => $"{Words.TextOf(new Step(step), word)} of hostile {setting.Honest + item.Index + 1}"));
        string[] all = [.. honest, .. hostile];
        return all.Length == 0 ? "has heard nobody" : "has heard " + string.Join(", ", all);
    }

    private static string VerdictText(int step, Speech speech) => step != 3 ? "" : speech.Verdict switch
    {
        BlockVerdict.Good => ", finds the block good",
        BlockVerdict.Bad => ", finds the block bad",
        BlockVerdict.OutsideClockWindow => ", finds the block's time off its clock",
        _ => "",
    };

    private static string Text(Endings endings) => string.Join(" or ", ((Endings[])
        [Endings.BlockA, Endings.BlockB, Endings.Empty]).Where(one => endings.HasFlag(one)).Select(one => one switch
        {
            Endings.BlockA => "block A",
            Endings.BlockB => "block B",
            _ => "the empty block",
        }));

    private static string List(IEnumerable<int> nodes) => string.Join(" and ", nodes.Select(node => node + 1));
}
