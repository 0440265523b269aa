using System.Globalization;
using System.Text;
using AkkaSimulation.Nodes;
using PoR.Simulation.Adversaries;

namespace PoR.TestKit;

/// <summary>What a failure of a network says.</summary>
internal static class FailureText
{
    private const int NodesShown = 4;
    private const int FactsOfNode = 6;
    private const int FactsOfAll = 15;

    public static string Of(
        PoRNetwork network, string what, string calls, IReadOnlyList<string> acts, IReadOnlyList<PoRNode> concerned)
    {
        var text = new StringBuilder();
        text.AppendLine(what);
        text.Append("Now ").Append(Seconds(network.Now)).AppendLine(" of virtual time. The nodes:");
        foreach (var alike in network.Nodes.GroupBy(static node => (node.Round, node.Machine.State)))
            text.AppendLine(CultureInfo.InvariantCulture,
                $"  round {alike.Key.Round}{StateOf(alike.Key.State)}: "
                + $"{NodeRanges.Of(alike.Select(static n => n.Number))}");
        foreach (var adversary in network.Adversaries)
            text.AppendLine(CultureInfo.InvariantCulture, $"Hostile: {adversary}");
        foreach (var node in concerned.Take(NodesShown))
            Append(text, $"The last facts of {node}:", node.Facts.TakeLast(FactsOfNode));
        if (concerned.Count == 0)
            Append(text, "The last facts:", network.Facts.TakeLast(FactsOfAll));
        text.AppendLine(CultureInfo.InvariantCulture,
            $"Seed {network.Seed}, trace {network.World.Simulation.TraceHash}. These calls repeat the run:");
        text.Append("  ").Append(calls);
        foreach (var act in acts)
            text.AppendLine().Append("  ").Append(act);
        return text.ToString();
    }

    public static string Seconds(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private static void Append(StringBuilder text, string title, IEnumerable<SeenFact> facts)
    {
        text.AppendLine(title);
        foreach (var seen in facts)
            text.Append("  ").AppendLine(seen.ToString());
    }

    private static string StateOf(NodeState state) => state switch
    {
        NodeState.Down => ", down",
        NodeState.Paused => ", paused",
        _ => "",
    };
}
