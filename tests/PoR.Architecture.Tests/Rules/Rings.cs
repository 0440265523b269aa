namespace PoR.Architecture.Tests.Rules;

/// <summary>Which project stands in which ring, and where its arrows may point.</summary>
public static class Rings
{
    /// <summary>The ring of what any user of Akka.NET can take: it knows nothing of PoR.</summary>
    public const string Library = "library";

    private static readonly Dictionary<string, (string Ring, string[] MayReferTo)> Table = new()
    {
        ["PoR.Core"] = ("core", []),
        ["PoR.Cryptography"] = ("core", ["PoR.Core"]),
        ["PoR.Evaluation"] = ("core", ["PoR.Core"]),
        ["PoR.Ledger"] = ("core", ["PoR.Core", "PoR.Cryptography", "PoR.Evaluation"]),
        ["PoR.Consensus"] = ("core", ["PoR.Core", "PoR.Cryptography"]),
        ["PoR.Exploration"] = ("core", ["PoR.Core", "PoR.Consensus"]),
        ["PoR.Chain"] = ("core", ["PoR.Ledger", "PoR.Consensus"]),
        ["PoR.ProofOfTrust"] = ("core", ["PoR.Core", "PoR.Cryptography"]),
        ["PoR.ProofOfContribution"] = ("core", ["PoR.Core", "PoR.Cryptography"]),
        ["AkkaSimulation.Abstractions"] = (Library, []),
        ["AkkaSimulation"] = (Library, ["AkkaSimulation.Abstractions"]),
        ["AkkaSimulation.TestKit"] = (Library, ["AkkaSimulation"]),
        ["AkkaSimulation.TestKit.Xunit"] = (Library, ["AkkaSimulation.TestKit"]),
        ["AkkaSimulation.TestKit.Xunit2"] = (Library, ["AkkaSimulation.TestKit"]),
        ["PoR.Wire"] = ("core", ["PoR.Core"]),
        ["PoR.Configuration"] = ("shell", ["PoR.Core"]),
        ["PoR.Reviews"] = ("shell", ["PoR.Core", "AkkaSimulation.Abstractions"]),
        ["PoR.Reports"] = ("shell", ["PoR.Core"]),
        ["PoR.Actors"] = ("shell",
        [
            "PoR.Chain", "PoR.Wire", "PoR.ProofOfTrust", "PoR.ProofOfContribution",
            "AkkaSimulation.Abstractions",
        ]),
        ["PoR.Persistence"] = ("shell", ["PoR.Core", "PoR.Actors"]),
        ["PoR.Simulation"] = ("composition",
        [
            "PoR.Actors", "PoR.Persistence", "PoR.Configuration", "PoR.Reviews", "PoR.Reports", "AkkaSimulation",
        ]),
        ["PoR.TestKit"] = ("composition", ["PoR.Simulation", "AkkaSimulation.TestKit"]),
        ["PoR.Node"] = ("composition",
            ["PoR.Actors", "PoR.Persistence", "PoR.Configuration", "PoR.Reviews", "PoR.Reports"]),
    };

    /// <summary>All project names of the table.</summary>
    public static IEnumerable<string> Names => Table.Keys;

    /// <summary>The ring of a project of <c>src</c>; null when the table does not know it.</summary>
    public static string? RingOf(string project) =>
        Table.TryGetValue(project, out var row) ? row.Ring : null;

    /// <summary>True when an arrow may point from one project of <c>src</c> to another or itself,
    /// directly or over projects between.</summary>
    public static bool MayRefer(string from, string to) =>
        from == to || (Table.TryGetValue(from, out var row)
            && row.MayReferTo.Any(next => MayRefer(next, to)));

    /// <summary>The project that a namespace belongs to; null when it is none of the table.</summary>
    public static string? ProjectOf(string name) =>
        Names.Where(project => name == project || name.StartsWith(project + ".", StringComparison.Ordinal))
            .MaxBy(project => project.Length);
}
