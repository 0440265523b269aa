using PoR.Architecture.Tests.Repository;
using PoR.Architecture.Tests.Rules;

namespace PoR.Architecture.Tests;

/// <summary>Each rule finds what breaks it, where it stands, and nothing else.</summary>
public sealed class RuleTests
{
    private const string Good =
        """
        using System.Collections.Immutable;
        namespace PoR.Ledger.States;
        /// <summary>New syntax: primary constructors, collection expressions, nested cases.</summary>
        public sealed class Account(int balance)
        {
            private readonly int[] _all = [1, balance, .. new[] { 2 }];
            public int First => field = _all[0];
            private abstract record Case { public sealed record One : Case; }
        }
        """;

    [Fact]
    public void A_good_file_breaks_no_rule() => Assert.Empty(AllRules(Good));

    [Theory]
    [InlineData("namespace PoR.Ledger.States { sealed class Account; }", 1, "file-scoped")]
    [InlineData("namespace PoR.Ledger;\nsealed class Account;", 1, "PoR.Ledger.States, not PoR.Ledger")]
    [InlineData("sealed class Account;", 1, "A type has a namespace")]
    [InlineData("\nenum Other;", 2, "A file has its main type's name: Other.cs")]
    [InlineData("enum B;\nenum Accounts;", 1, "A file has its main type's name: B.cs")]
    [InlineData("\nclass Account;", 2, "sealed, static or abstract: Account")]
    [InlineData("using PoR.Simulation;", 1, "PoR.Ledger may not use the namespace PoR.Simulation")]
    [InlineData("using X = PoR.Consensus.Votes.Vote;", 1, "may not use the namespace PoR.Consensus.Votes")]
    [InlineData("#region A\n#endregion", 1, "region")]
    [InlineData("System.Console.Write();", 1, "Top-level statements stand in Program.cs")]
    public void A_broken_rule_is_named_with_its_line(string text, int line, string rule) =>
        Assert.Contains(AllRules(text), violation =>
            violation.Line == line && violation.Rule.Contains(rule, StringComparison.Ordinal));

    [Theory]
    [InlineData("record Inner;", "sealed, static or abstract: Inner")]
    [InlineData("int A => PoR.Actors.Rounds.X.Y;", "may not use the namespace PoR.Actors.Rounds")]
    [InlineData("void A() { try { } catch { } }", "empty catch")]
    [InlineData("async void A() { }", "never void")]
    [InlineData("void A() { async void B() { } }", "never void")]
    [InlineData("[Fact(Skip = \"\")] void A() { }", "always skipped")]
    [InlineData("void A() { Assert.Skip(\"\"); }", "SkipUnless")]
    [InlineData("int A( }", "parses")]
    [InlineData("int A(Task<int> t) => t.Result;", "no .Result")]
    [InlineData("void A() => Task.Delay(1).Wait();", "no .Wait")]
    [InlineData("void A(Task t) => t.GetAwaiter().GetResult();", "no .GetResult")]
    [InlineData("string A() => File.ReadAllText(\"\");", "through InputFiles")]
    [InlineData("Stream A() => new FileStream(\"\", FileMode.Open, FileAccess.Read);", "through InputFiles")]
    public void A_breach_inside_a_class_is_named_with_its_line(string member, string rule) =>
        Assert.Contains(AllRules(InClass(member)), violation =>
            violation.Line == 3 && violation.Rule.Contains(rule, StringComparison.Ordinal));

    [Theory]
    [InlineData("sealed record B(int Result) { int A() => this.Result; }")]
    [InlineData("void A(SemaphoreSlim s) => s.Wait();")]
    [InlineData("[Fact(Skip = \"\", SkipUnless = \"B\")] void A() { }")]
    [InlineData("void A(bool b) { if (b) Assert.Skip(\"\"); }")]
    [InlineData("async Task A() { await Task.Delay(1); }")]
    [InlineData("void A() { File.Delete(\"\"); new FileStream(\"\", FileMode.Create, FileAccess.Write).Dispose(); }")]
    [InlineData("int A(Task<int> t) { B(() => t.IsCompleted); return t.Result; }")]
    [InlineData("PoR.Evaluation.A B(PoR.Core.Canonical.C c) => new();")]
    public void What_only_looks_like_a_breach_passes(string member) =>
        Assert.Empty(AllRules(InClass(member)));

    [Fact]
    public void Parts_of_a_partial_class_may_lie_in_files_named_after_it()
    {
        const string part = "namespace PoR.Ledger;\npartial class Account;";
        const string whole = "namespace PoR.Ledger;\nsealed partial class Account;";
        var first = new SourceFile("src/PoR.Ledger/Account.cs", whole);
        var second = new SourceFile("src/PoR.Ledger/Account.Views.cs", part);

        Assert.Empty(TypeRules.SealedOrStatic([first, second]));
        Assert.Empty(TypeRules.OneNotionPerFile(second));
        Assert.Single(TypeRules.SealedOrStatic([second]));
    }

    [Fact]
    public void A_file_may_hold_a_family_of_types()
    {
        const string accounts = "namespace PoR.Ledger;\nenum Side;\nabstract record Account;";

        Assert.Empty(TypeRules.OneNotionPerFile(new("src/PoR.Ledger/Account.cs", accounts)));
        Assert.Empty(TypeRules.OneNotionPerFile(new("src/PoR.Ledger/Accounts.cs", accounts)));
        Says("Side.cs", TypeRules.OneNotionPerFile(new("src/PoR.Ledger/Vote.cs", accounts)));
    }

    [Theory]
    [InlineData("sealed class AActor : ReceiveActor;", null)]
    [InlineData("sealed class AActor(int b) : ReceivePersistentActor, IWithTimers;", null)]
    [InlineData("sealed class A : ReceiveActor;", "is called …Actor: A")]
    [InlineData("sealed class AActor : OurActor;", "derives from ReceiveActor or ReceivePersistentActor: AActor")]
    [InlineData("sealed class AActor;", "derives from ReceiveActor or ReceivePersistentActor: AActor")]
    [InlineData("sealed class A : UntypedActor;", "derives from ReceiveActor or ReceivePersistentActor: A")]
    [InlineData("interface IContext;", "is not made again: IContext")]
    [InlineData("interface IContexts;", null)]
    public void Actors_are_plain(string text, string? rule)
    {
        var file = new SourceFile("src/PoR.Actors/A.cs", text);
        List<Violation> found = [.. ActorRules.DeriveFromAkka(file), .. ActorRules.NoOwnContract(file)];

        if (rule is null)
            Assert.Empty(found);
        else
            Says(rule, found);
    }

    [Theory]
    [InlineData("src/AkkaSimulation/Nodes/A.cs", "AkkaSimulation.Nodes", true)]
    [InlineData("src/AkkaSimulation/Nodes/A.cs", "AkkaSimulation", true)]
    [InlineData("src/AkkaSimulation.Abstractions/A.cs", "AkkaSimulation", true)]
    [InlineData("src/AkkaSimulation/Nodes/A.cs", "AkkaSimulation.Disks", false)]
    [InlineData("src/PoR.Actors/Rounds/A.cs", "PoR.Actors", false)]
    [InlineData("src/PoR.Actors/Akka/A.cs", "PoR.Actors.Akka", false)]
    public void Namespaces_follow_folders_and_hide_no_Akka(string path, string declared, bool isRight)
    {
        var file = new SourceFile(path, $"namespace {declared};\nenum A;");

        Assert.Equal(
            isRight, !NamespaceRules.FollowsFolder(file).Concat(NamespaceRules.OnlyTheFirstPartIsAkka(file)).Any());
    }

    [Fact]
    public void A_library_names_no_type_of_ours() => Says(
        "AkkaSimulation may not use the namespace PoR.Core.Bytes",
        NamespaceRules.PointInwards(new("src/AkkaSimulation/Nodes/A.cs", "using PoR.Core.Bytes;")));

    [Fact]
    public void Long_lines_methods_and_files_are_found()
    {
        var line = File("//\n//" + new string('x', 119));
        var body = string.Concat(Enumerable.Repeat("a++;\n", 67));
        var method = "sealed class A {\n[B]\nvoid M(int a) {\n" + body + "a--;\n}\n}";
        var longer = method.Replace("a--;", "a--;\na--;", StringComparison.Ordinal);
        var longest = string.Concat(Enumerable.Repeat("//\n", 400));

        Assert.Equal(2, Assert.Single(SizeRules.Lines(line)).Line);
        Assert.Empty(SizeRules.Methods(File(method)));
        Says("this one has 71", SizeRules.Methods(File(longer)));
        Assert.Empty(SizeRules.Files(File(longest)));
        Says("this one has 401", SizeRules.Files(File(longest + "//")));
    }

    [Fact]
    public void Marks_of_unfinished_work_are_found_by_whole_words()
    {
        var mark = "TO" + "DO";
        Assert.Equal(2, Assert.Single(LeftoverRules.UnfinishedWork("a.sh", $"a\n# {mark}: b")).Line);
        Assert.Empty(LeftoverRules.UnfinishedWork("a.sh", "# TO" + "DOS and HACKATHON"));
    }

    [Theory]
    [InlineData("src/AkkaSimulation/Nodes/A.cs", "namespace AkkaSimulation;\nenum A { B = PoR.C.D }", "nothing of PoR")]
    [InlineData("src/AkkaSimulation.TestKit/A.cs", "using PoR.Core;", "nothing of PoR")]
    [InlineData("src/PoR.Akka/A.cs", "namespace PoR.Akka;", "Only the first part of a namespace is Akka")]
    public void A_breach_of_the_librarys_ring_is_found(string path, string text, string rule)
    {
        var file = new SourceFile(path, text);

        Says(rule, NamespaceRules.LibraryKnowsNoPoR(file).Concat(NamespaceRules.OnlyTheFirstPartIsAkka(file)));
    }

    [Fact]
    public void A_library_has_public_types_in_its_root_namespace()
    {
        const string text = "namespace AkkaSimulation;\nenum A;\nenum B;";

        Assert.Empty(NamespaceRules.FollowsFolder(new SourceFile("src/AkkaSimulation/Nodes/A.cs", text)));
        Assert.Empty(NamespaceRules.FollowsFolder(new SourceFile("src/AkkaSimulation.Abstractions/A.cs", text)));
        Assert.Empty(TypeRules.OneNotionPerFile(new SourceFile("src/AkkaSimulation/Nodes/A.cs", text)));
        Assert.Single(NamespaceRules.FollowsFolder(new SourceFile("src/PoR.Core/Nodes/A.cs", text)));
        Assert.Empty(NamespaceRules.LibraryKnowsNoPoR(new SourceFile("src/PoR.Core/A.cs", "using PoR.Core;")));
    }

    [Theory]
    [InlineData("src/AkkaSimulation", "AkkaSimulation.Abstractions", true)]
    [InlineData("src/AkkaSimulation.TestKit.Xunit", "AkkaSimulation", true)]
    [InlineData("src/AkkaSimulation.Abstractions", "AkkaSimulation", false)]
    [InlineData("src/PoR.Core", "PoR.Ledger", false)]
    [InlineData("src/PoR.Ledger", "PoR.Consensus", false)]
    [InlineData("src/PoR.Chain", "PoR.Core", true)]
    [InlineData("src/PoR.Actors", "PoR.Core", true)]
    [InlineData("src/PoR.Actors", "PoR.Configuration", false)]
    [InlineData("src/PoR.Actors", "AkkaSimulation.Abstractions", true)]
    [InlineData("src/PoR.Actors", "AkkaSimulation", false)]
    [InlineData("src/PoR.Simulation", "AkkaSimulation", true)]
    [InlineData("src/AkkaSimulation", "PoR.Core", false)]
    [InlineData("src/PoR.Configuration", "PoR.Core", true)]
    [InlineData("src/PoR.Configuration", "PoR.Ledger", false)]
    [InlineData("src/PoR.Node", "PoR.Simulation", false)]
    [InlineData("src/PoR.Simulation", "PoR.Tool", false)]
    [InlineData("tools/PoR.Tool", "PoR.Simulation", true)]
    [InlineData("tools/PoR.Tool", "PoR.Train", false)]
    [InlineData("tests/PoR.Tool.Tests", "PoR.Tool", true)]
    public void Arrows_follow_the_table(string folder, string reference, bool isAllowed)
    {
        var name = folder[(folder.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var item = $"<ProjectReference Include=\"..\\{reference}\\{reference}.csproj\" />";
        var project = new ProjectFile(
            $"{folder}/{name}.csproj", $"<Project>\n<ItemGroup>\n{item}\n</ItemGroup>\n</Project>");

        var violations = ProjectRules.Arrows(project).ToList();

        Assert.Equal(isAllowed, violations.Count == 0);
        Assert.All(violations, violation => Assert.Equal(3, violation.Line));
    }

    [Fact]
    public void Rings_and_core_packages_are_checked()
    {
        const string text = "<Project>\n<PoRRing>shell</PoRRing>\n<PackageReference Include=\"X\" />\n</Project>";
        var core = new ProjectFile("src/PoR.Core/PoR.Core.csproj", text);
        var stranger = new ProjectFile("src/PoR.New/PoR.New.csproj", text);

        Says("'core', not 'shell'", ProjectRules.RingNames(core));
        Says("stands in no ring", ProjectRules.RingNames(stranger));
        Assert.Equal(3, Assert.Single(ProjectRules.CoreHasNoPackages(core)).Line);
    }

    [Theory]
    [InlineData("PoR.A.Tests", "xunit.v3", true)]
    [InlineData("PoR.A.Tests", "Microsoft.NET.Test.Sdk", false)]
    [InlineData("PoR.A.Xunit2.Tests", "Microsoft.NET.Test.Sdk", true)]
    [InlineData("PoR.A.Xunit2.Tests", "xunit.v3", false)]
    public void A_project_that_would_not_be_run_is_found(string name, string package, bool isRun)
    {
        var text = $"<Project>\n<PackageReference Include=\"{package}\" />\n</Project>";

        var violations = ProjectRules.AllTestsRun(new ProjectFile($"tests/{name}/{name}.csproj", text));

        Assert.Equal(isRun, !violations.Any());
    }

    [Theory]
    [InlineData("PoR.Cryptography", "NSec.Cryptography", true)]
    [InlineData("PoR.Ledger", "NSec.Cryptography", false)]
    [InlineData("PoR.Ledger", "Microsoft.CodeAnalysis.BannedApiAnalyzers", true)]
    public void A_core_package_is_allowed_by_project(string project, string package, bool isAllowed)
    {
        var text = $"<Project>\n<PackageReference Include=\"{package}\" />\n</Project>";

        var violations = ProjectRules.CoreHasNoPackages(new ProjectFile($"src/{project}/{project}.csproj", text));

        Assert.Equal(isAllowed, !violations.Any());
    }

    [Theory]
    [InlineData("[a](b.md)", "docs/b.md")]
    [InlineData("see ./tools/run and go", "./tools/run")]
    [InlineData("`src/PoR.Core/B.cs`", "src/PoR.Core/B.cs")]
    [InlineData("`B.cs`", "B.cs")]
    public void A_document_that_names_a_missing_file_is_found(string text, string name) =>
        Assert.Contains(DocumentRules.NameNoMissingFile("docs/a.md", text, ["docs/a.md"]),
            violation => violation.Rule.Contains(name.TrimStart('.', '/').Split('/')[^1], StringComparison.Ordinal));

    [Theory]
    [InlineData("[a](a.md#top) [b](../tools/por) [c](https://x.y/z.md) [d](#top) [e](../../shared/x.md)")]
    [InlineData("`./tools/por simulate`, `A.cs`, `src/PoR.Core`, src/PoR.Core/. runs/x.csv")]
    [InlineData("docs/adr/*, `docs/<name>.md`")]
    public void A_document_that_names_files_of_the_repository_passes(string text) =>
        Assert.Empty(DocumentRules.NameNoMissingFile(
            "docs/a.md", text, ["docs/a.md", "tools/por", "src/PoR.Core/A.cs"]));

    [Fact]
    public void A_test_that_starts_a_process_without_a_limit_is_found()
    {
        const string text = "namespace PoR.A.Tests;\nsealed class A { void B() => Process.Start(\"sh\"); }";

        Assert.Equal(2, Assert.Single(DoorRules.Starting(new SourceFile("tests/PoR.A.Tests/A.cs", text))).Line);
        Assert.Empty(DoorRules.Starting(new SourceFile("tests/Limits/ChildProcess.cs", text)));
    }

    [Theory]
    [InlineData("static class A { public static void B() { } }", "", "A")]
    [InlineData("static class A { public static void B() { } public static int C => 1; }", "_ = A.C;", "A.B()")]
    [InlineData("static class A { public static void B(this int c) { } public static int C; }", "_ = A.C;", "A.B(int)")]
    [InlineData("enum A { B, C }", "_ = A.B;", "A.C")]
    [InlineData("sealed class A { public int B { get; set; } }", "_ = new A();", "A.B")]
    public void What_only_tests_use_is_found_unless_it_is_kept(string type, string use, string name)
    {
        var meaning = MeaningOf($"namespace PoR.A;\npublic {type}", use);

        Assert.Contains(UseRules.OnlyTestsUse(meaning, new HashSet<string>()), violation =>
            violation.Line == 2 && violation.Rule.EndsWith($": PoR.A.{name}.", StringComparison.Ordinal));
        Assert.DoesNotContain(UseRules.OnlyTestsUse(meaning, new HashSet<string> { $"PoR.A.{name}" }), violation =>
            violation.Rule.EndsWith($": PoR.A.{name}.", StringComparison.Ordinal));
        Assert.Equal(["E"], UseRules.KeptWithoutNeed(meaning, new HashSet<string> { "E", $"PoR.A.{name}" }));
    }

    [Theory]
    [InlineData("public int B => 1;", "_ = new A().B;")]
    [InlineData("public int B(int c) => c;", "new A().B(1);")]
    [InlineData("public static int operator +(A a, A b) => 1;", "_ = new A() + new A();")]
    [InlineData("public override string ToString() => \"\";", "_ = new A();")]
    [InlineData("internal int B => 1;", "_ = new A();")]
    [InlineData("private int B => 1;", "_ = new A();")]
    [InlineData("public void Dispose() { }", "IDisposable a = new A();")]
    public void What_is_used_or_nobody_elses_business_passes(string member, string use)
    {
        var meaning = MeaningOf($"namespace PoR.A;\npublic sealed class A : IDisposable {{ {member} }}", use);

        Assert.Empty(UseRules.OnlyTestsUse(meaning, new HashSet<string>()));
    }

    [Fact]
    public void A_case_that_nobody_makes_is_found()
    {
        var meaning = MeaningOf(
            "namespace PoR.A;\npublic abstract record A { record B : A; record C : A; record D : A; }",
            "A a = new A.B(); A.C c = new(); _ = a is A.D;");

        Says("PoR.A.A.D", UseRules.NobodyMakes(meaning));
    }

    private static Meaning MeaningOf(string declaring, string use) => new(
    [
        new("src/PoR.A/A.cs", declaring),
        new("src/PoR.B/B.cs", $"namespace PoR.B;\nusing PoR.A;\nstatic class U {{ static void V() {{ {use} }} }}"),
    ]);

    private static void Says(string words, IEnumerable<Violation> violations) =>
        Assert.Contains(words, Assert.Single(violations).Rule, StringComparison.Ordinal);

    private static string InClass(string member) =>
        $"namespace PoR.Ledger.States;\nsealed class Account {{\n{member} }}";

    private static SourceFile File(string text) => new("src/PoR.Ledger/A.cs", text);

    private static List<Violation> AllRules(string text)
    {
        var file = new SourceFile("src/PoR.Ledger/States/Account.cs", text);
        return
        [
            .. NamespaceRules.FollowsFolder(file), .. NamespaceRules.PointInwards(file),
            .. TypeRules.OneNotionPerFile(file), .. TypeRules.SealedOrStatic([file]),
            .. SizeRules.Files(file), .. SizeRules.Methods(file), .. SizeRules.Lines(file),
            .. LeftoverRules.Regions(file), .. LeftoverRules.EmptyCatches(file),
            .. LeftoverRules.SkippedTests(file), .. LeftoverRules.SyntaxErrors(file),
            .. DoorRules.Reading(file), .. DoorRules.Starting(file),
            .. AsyncRules.AsyncVoid(file), .. AsyncRules.BlockingWaits([file]),
        ];
    }
}
