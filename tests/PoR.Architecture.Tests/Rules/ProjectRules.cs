using PoR.Architecture.Tests.Repository;

namespace PoR.Architecture.Tests.Rules;

/// <summary>What a csproj may say.</summary>
public static class ProjectRules
{
    // By project, where not for all of the ring.
    private static readonly (string? Project, string Package)[] CorePackages =
    [
        (null, "Microsoft.CodeAnalysis.BannedApiAnalyzers"),
        ("PoR.Cryptography", "NSec.Cryptography"),
    ];

    /// <summary>Project references point inwards, by the table in <see cref="Rings"/>.</summary>
    public static IEnumerable<Violation> Arrows(ProjectFile project) =>
        from reference in project.References
        where !MayRefer(project, reference.Name)
        select new Violation(project.Path, reference.Line,
            $"Arrows point inwards: {project.Name} may not refer to {reference.Name}.");

    /// <summary>PoRRing is the ring of the table, so that the core's banned symbols hold.</summary>
    public static IEnumerable<Violation> RingNames(ProjectFile project)
    {
        var ring = project.Area switch
        {
            "src" => Rings.RingOf(project.Name),
            "tests" => "test",
            "tools" => "tool",
            "examples" => "example",
            _ => null,
        };
        if (ring is null)
            yield return new(project.Path, 1, $"{project.Name} stands in no ring: add it to {nameof(Rings)}.");
        else if (project.Ring != ring)
            yield return new(project.Path, 1, $"PoRRing of {project.Name} is '{ring}', not '{project.Ring}'.");
    }

    /// <summary>The core ring uses no package but pure ones that are named here.</summary>
    public static IEnumerable<Violation> CoreHasNoPackages(ProjectFile project) =>
        from package in project.Packages
        where project.Area == "src" && Rings.RingOf(project.Name) == "core"
        where !CorePackages.Contains((null, package.Name)) && !CorePackages.Contains((project.Name, package.Name))
        select new Violation(project.Path, package.Line,
            $"The core ring is pure: {project.Name} may not use the package {package.Name}.");

    /// <summary>tools/test finds the projects that <c>dotnet test</c> does not run by their name.</summary>
    public static IEnumerable<Violation> AllTestsRun(ProjectFile project)
    {
        const string ending = ".Xunit2.Tests";
        var needsVsTest = project.Packages.Any(package => package.Name == "Microsoft.NET.Test.Sdk");
        if (needsVsTest != project.Name.EndsWith(ending, StringComparison.Ordinal))
            yield return new(project.Path, 1,
                $"tools/test runs a project on xunit 2, and only that, by its name *{ending}.");
    }

    // Nothing stands on a tool or a test but tests; a tool may use all of src.
    private static bool MayRefer(ProjectFile project, string reference) => project.Area switch
    {
        "src" => Rings.MayRefer(project.Name, reference),
        "tools" => Rings.RingOf(reference) is not null,
        _ => true,
    };
}
