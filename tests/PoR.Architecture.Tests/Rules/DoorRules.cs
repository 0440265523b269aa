using Microsoft.CodeAnalysis.CSharp.Syntax;
using PoR.Architecture.Tests.Repository;

namespace PoR.Architecture.Tests.Rules;

/// <summary>What may wait for ever is done in one place, which bounds it.</summary>
public static class DoorRules
{
    private const string Door = "src/PoR.Configuration/Files/";
    private const string Children = "tests/Limits/ChildProcess.cs";

    private static readonly HashSet<string> Readers =
    [
        "ReadAllText", "ReadAllTextAsync", "ReadAllBytes", "ReadAllBytesAsync", "ReadAllLines", "ReadAllLinesAsync",
        "ReadLines", "ReadLinesAsync", "OpenRead", "OpenText", "Open", "OpenHandle",
    ];

    /// <summary>What runs at a user's reads files through <c>InputFiles</c>, which knows pipes and devices.</summary>
    /// <remarks>The trainer and the benchmarks read what their author gives them.</remarks>
    public static IEnumerable<Violation> Reading(SourceFile file)
    {
        var isOfUsers = file.Path.StartsWith("src/", StringComparison.Ordinal) || file.Project == "PoR.Tool";
        if (!isOfUsers || file.Path.StartsWith(Door, StringComparison.Ordinal))
            yield break;
        foreach (var access in file.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>())
        {
            if (access.Expression.ToString() is "File" or "System.IO.File"
                && Readers.Contains(access.Name.Identifier.Text))
                yield return file.At(access, "Files that a user names are read through InputFiles.");
            if (access.ToString() is "FileAccess.Read" or "FileAccess.ReadWrite")
                yield return file.At(access, "Files that a user names are read through InputFiles.");
        }
    }

    /// <summary>A test starts processes through <c>ChildProcess</c>, which ends them.</summary>
    public static IEnumerable<Violation> Starting(SourceFile file) =>
        from access in file.Root.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
        where file.Path.StartsWith("tests/", StringComparison.Ordinal) && file.Path != Children
        where access.ToString() == "Process.Start"
        select file.At(access, "A test starts processes through ChildProcess, which has a limit.");
}
