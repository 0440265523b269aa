namespace PoR.Architecture.Tests.Rules;

/// <summary>Which project stands in which ring, and where its arrows may point.</summary>
public static class Rings
{
    private static readonly Dictionary<string, (string Ring, string[] MayReferTo)> Table = new()
    {
        ["PoR.Core"] = ("core", []),
        ["PoR.Cryptography"] = ("core", ["PoR.Core"]),
        ["PoR.Evaluation"] = ("core", ["PoR.Core"]),
        ["PoR.Ledger"] = ("core", ["PoR.Core", "PoR.Cryptography", "PoR.Evaluation"]),
        ["PoR.Consensus"] = ("core", ["PoR.Core", "PoR.Cryptography"]),
        ["PoR.Verification"] = ("core", ["PoR.Ledger", "PoR.Consensus"]),
        ["PoR.ProofOfTrust"] = ("core", ["PoR.Core", "PoR.Cryptography"]),
        ["PoR.ProofOfContribution"] = ("core", ["PoR.Core", "PoR.Cryptography"]),
        ["PoR.Configuration"] = ("shell", ["PoR.Core"]),
        ["PoR.Actors"] = ("shell",
            ["PoR.Verification", "PoR.ProofOfTrust", "PoR.ProofOfContribution"]),
        ["PoR.Hosting"] = ("shell", ["PoR.Actors"]),
        ["PoR.Persistence"] = ("shell", ["PoR.Core", "PoR.Actors"]),
        ["PoR.Cluster"] = ("shell", ["PoR.Actors", "PoR.Hosting", "PoR.Persistence"]),
        ["PoR.Akka"] = ("shell", ["PoR.Actors", "PoR.Hosting", "PoR.Persistence"]),
        ["PoR.Simulation"] = ("composition",
            ["PoR.Hosting", "PoR.Persistence", "PoR.Cluster", "PoR.Configuration"]),
        ["PoR.TestKit"] = ("composition", ["PoR.Simulation"]),
        ["PoR.Node"] = ("composition",
            ["PoR.Hosting", "PoR.Persistence", "PoR.Cluster", "PoR.Configuration"]),
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
