using PoR.Architecture.Tests.Repository;
using PoR.Architecture.Tests.Rules;

namespace PoR.Architecture.Tests;

/// <summary>The whole repository keeps the rules of its house.</summary>
public sealed class ArchitectureTests
{
    private static readonly Lazy<Meaning> Program = new(() => new Meaning(
        [.. Repo.Sources.Where(static file => file.Path.Split('/')[0] is "src" or "tools" && !IsForTests(file))]));

    /// <summary>What has no use in this repository, and a reason to be there.</summary>
    private static readonly HashSet<string> Kept =
    [
        // For users who write adversaries.
        "PoR.Simulation.Adversaries.HostileNode.WithWrongCredential(PoR.Core.Agreement.UnverifiedVote)",
        // For users of the test kit, who submit a review by hand.
        "PoR.Simulation.Runs.Workload.Write(PoR.Reviews.WrittenReview)",

        // For protocols of users, whose messages go over the same links.
        "PoR.Wire.PeerMessage.ForeignSent.Of<T>(T, bool)",
        "PoR.Wire.PeerMessage.ForeignSent.As<T>(out string?)",
    ];

    private static Checkout Repo => Checkout.Current;

    [Fact]
    public void Project_references_point_inwards() => Hold(Repo.Projects.SelectMany(ProjectRules.Arrows));

    [Fact]
    public void Namespaces_used_point_inwards() => Hold(Repo.Sources.SelectMany(NamespaceRules.PointInwards));

    [Fact]
    public void Every_project_says_its_ring() => Hold(Repo.Projects.SelectMany(ProjectRules.RingNames));

    [Fact]
    public void The_core_ring_uses_only_the_packages_it_may() =>
        Hold(Repo.Projects.SelectMany(ProjectRules.CoreHasNoPackages));

    [Fact]
    public void Every_project_is_in_the_solution()
    {
        var solution = Repo.Read("PoR.Actors.sln").Replace('\\', '/');
        Hold(from project in Repo.Projects
             where !solution.Contains(project.Path, StringComparison.Ordinal)
             select new Violation(project.Path, 1, "A project is part of PoR.Actors.sln."));
    }

    [Fact]
    public void Every_test_project_is_run() => Hold(Repo.Projects.SelectMany(ProjectRules.AllTestsRun));

    [Fact]
    public void Every_project_has_a_readme() =>
        Hold(from project in Repo.Projects
             where project.Area is "src" or "tools" && !Repo.Files.Contains(project.Folder + "/README.md")
             select new Violation(project.Path, 1, $"A project explains itself in {project.Folder}/README.md."));

    [Fact]
    public void Every_source_file_parses() => Hold(Repo.Sources.SelectMany(LeftoverRules.SyntaxErrors));

    [Fact]
    public void A_file_holds_one_notion_and_has_its_name() =>
        Hold(Repo.Sources.SelectMany(TypeRules.OneNotionPerFile));

    [Fact]
    public void Actors_derive_directly_from_Akka() => Hold(Repo.Sources.SelectMany(ActorRules.DeriveFromAkka));

    [Fact]
    public void There_is_no_actor_contract_of_our_own() => Hold(Repo.Sources.SelectMany(ActorRules.NoOwnContract));

    [Fact]
    public void Classes_are_sealed_static_or_abstract() => Hold(TypeRules.SealedOrStatic(Repo.Sources));

    [Fact]
    public void Namespaces_follow_folders() => Hold(Repo.Sources.SelectMany(NamespaceRules.FollowsFolder));

    [Fact]
    public void The_library_knows_nothing_of_PoR() =>
        Hold(Repo.Sources.SelectMany(NamespaceRules.LibraryKnowsNoPoR));

    [Fact]
    public void Only_the_first_part_of_a_namespace_is_Akka() =>
        Hold(Repo.Sources.SelectMany(NamespaceRules.OnlyTheFirstPartIsAkka));

    [Fact]
    public void Files_are_short() => Hold(Repo.Sources.SelectMany(SizeRules.Files));

    [Fact]
    public void Methods_are_short() => Hold(Repo.Sources.SelectMany(SizeRules.Methods));

    [Fact]
    public void Lines_are_short() => Hold(Repo.Sources.SelectMany(SizeRules.Lines));

    [Fact]
    public void No_regions() => Hold(Repo.Sources.SelectMany(LeftoverRules.Regions));

    [Fact]
    public void No_unfinished_work() =>
        Hold(Repo.Files.Where(IsOurText).SelectMany(path => LeftoverRules.UnfinishedWork(path, Repo.Read(path))));

    [Fact]
    public void No_empty_catch() => Hold(Repo.Sources.SelectMany(LeftoverRules.EmptyCatches));

    [Fact]
    public void No_test_is_always_skipped() => Hold(Repo.Sources.SelectMany(LeftoverRules.SkippedTests));

    [Fact]
    public void No_async_void() => Hold(Repo.Sources.SelectMany(AsyncRules.AsyncVoid));

    [Fact]
    public void No_blocking_wait_on_a_task() => Hold(AsyncRules.BlockingWaits(Repo.Sources));

    [Fact]
    public void Files_are_read_through_one_door() => Hold(Repo.Sources.SelectMany(DoorRules.Reading));

    [Fact]
    public void Processes_of_tests_have_a_limit() => Hold(Repo.Sources.SelectMany(DoorRules.Starting));

    [Fact]
    public void Nothing_is_there_for_tests_alone()
    {
        Hold(UseRules.OnlyTestsUse(Program.Value, Kept));
        Assert.Empty(UseRules.KeptWithoutNeed(Program.Value, Kept));
    }

    [Fact]
    public void Every_case_of_a_union_is_made() => Hold(UseRules.NobodyMakes(Program.Value));

    [Fact]
    public void Checks_ask_no_node() => Hold(Repo.Sources.SelectMany(CheckRules.AskNoNode));

    [Fact]
    public void Only_a_simulation_makes_keys_that_everybody_knows() =>
        Hold(Repo.Sources.SelectMany(SecretRules.SimulatedKeysAreOfSimulations));

    [Fact]
    public void Only_simulated_keys_meet_variable_time_code() =>
        Hold(Repo.Sources.SelectMany(SecretRules.VariableTimeIsForSimulatedKeys));

    [Fact]
    public void Few_see_the_insides_of_the_cryptography() =>
        Hold(Repo.Projects.SelectMany(SecretRules.CryptographyKeepsToItself)
            .Concat(Repo.Sources.SelectMany(SecretRules.InnerRoomsAreClosed)));

    [Fact]
    public void Documents_name_no_missing_file() =>
        Hold(from path in Repo.Files
             where path.EndsWith(".md", StringComparison.Ordinal)
             from violation in DocumentRules.NameNoMissingFile(path, Repo.Read(path), Repo.Files)
             select violation);

    /// <summary>What only the test kit uses is used by tests alone.</summary>
    private static bool IsForTests(SourceFile file) => file.Project == "PoR.TestKit";

    private static bool IsOurText(string path) =>
        Path.GetExtension(path) is ".cs" or ".sh" or ".conf" or ".csproj" or ".props" or ".targets" or ".html"
        || (Path.GetExtension(path).Length == 0
            && (path.StartsWith("tools/", StringComparison.Ordinal)
                || path.StartsWith(".ci/", StringComparison.Ordinal)));

    private static void Hold(IEnumerable<Violation> violations)
    {
        var lines = violations.Select(violation => violation.ToString()).Distinct().ToList();
        if (lines.Count > 0)
            Assert.Fail($"{lines.Count} violations:\n{string.Join('\n', lines)}");
    }
}
