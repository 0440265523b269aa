using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Genesis;
using PoR.Core.Parameters;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Simulation.Export;

namespace PoR.Simulation.Tests.Export;

/// <summary>
/// Sound chains and changed ones, written once, each verified by our own code and, all in one process, by the other
/// verifier.
/// </summary>
public sealed class VerifiedChains : IAsyncLifetime
{
    private const int Seed = 11;
    private const int Mutations = 200;

    private static readonly string[] _changed =
        ["real", "evidence", "credentials", "newcomers", "terms", "sequences", "sponsors", "thefts"];

    private readonly string _folder = Directory.CreateTempSubdirectory("por-chains-").FullName;
    private readonly List<MutatedChain> _mutated = [];
    private readonly Dictionary<string, Lazy<ComposedChain>> _composed = new()
    {
        ["flags"] = new(BehaviourChains.Flags),
        ["frequent"] = new(BehaviourChains.Frequent),
        ["terms"] = new(BehaviourChains.Terms),
        ["caps"] = new(BehaviourChains.Caps),
        ["four"] = new(() => BehaviourChains.OfFour(Sensitive.Commit(Salt))),
        ["gains"] = new(BehaviourChains.Gains),
        ["categories"] = new(CategoryChains.Squatted),
        ["biases"] = new(BiasChains.Biased),
        ["evidence"] = new(LedgerChains.WithEvidence),
        ["credentials"] = new(LedgerChains.WithWrongCredentials),
        ["thefts"] = new(TheftChains.Stolen),
        ["sequences"] = new(LedgerChains.WithSequences),
        ["newcomers"] = new(LedgerChains.WithNewcomers),
        ["sponsors"] = new(LedgerChains.WithSponsors),
        ["sampled"] = new(() => LedgerChains.Sampled(StakeKind.Reputation)),
        ["tokens"] = new(() => LedgerChains.Sampled(StakeKind.Tokens)),
        ["real"] = new(LedgerChains.OfRealCryptography),
    };

    private Dictionary<string, PythonVerdict> _verdicts = [];

    internal const string Simulated = "simulated";

    /// <summary>What a review of the chain "four" carries.</summary>
    internal static SensitiveFields Sensitive { get; } = SensitiveFields.TryCreate(
        [new("order", "4711"), new("e-mail", "Ärger@example.org"), new("age", ""), new("a", "1"), new("b", "2")],
        out _)!;

    internal static Bytes32 Salt { get; } = new([.. Enumerable.Range(1, 32).Select(i => (byte)i)]);

    internal static IEnumerable<string> ComposedNames =>
    [
        "flags", "frequent", "terms", "caps", "four", "gains", "categories", "biases", "evidence", "credentials",
        "thefts", "sequences", "newcomers", "sponsors", "sampled", "tokens", "real",
    ];

    internal static IEnumerable<string> Names => ComposedNames.Append(Simulated);

    /// <summary>Null where there is none.</summary>
    internal string? Python { get; private set; }

    internal IReadOnlyList<MutatedChain> Mutated => _mutated;

    internal string FolderOf(string name) => Path.Combine(_folder, name);

    internal ComposedChain Composed(string name) => _composed[name].Value;

    /// <summary>What the other verifier says of a chain.</summary>
    internal PythonVerdict VerdictOn(string name) => _verdicts[FolderOf(name)];

    /// <summary>What our own code says of a chain.</summary>
    internal ChainVerdict OwnVerdictOn(string name) => ChainFolderCheck.Verify(
        FolderOf(name), EvaluationModel.Embedded, null, TestContext.Current.CancellationToken);

    public async ValueTask InitializeAsync()
    {
        Python = await PythonVerifier.FindAsync();
        foreach (var (name, chain) in _composed)
            Write(name, chain.Value.Cast.Genesis, [.. chain.Value.Blocks]);
        var (genesis, blocks) = LedgerChains.Simulated();
        Write(Simulated, genesis, blocks);
        var random = new Random(Seed);
        for (var i = 0; i < Mutations / 2; i++)
        {
            var of = _changed[i % _changed.Length];
            Add(of, ChainMutations.Bit(FolderOf(of), random));
            AddField(i, random);
        }

        if (Python is null)
            return;
        var list = Path.Combine(_folder, "folders.txt");
        await File.WriteAllLinesAsync(list, Names.Concat(_mutated.Select(m => m.Name)).Select(FolderOf));
        _verdicts = await PythonVerifier.VerifyAllAsync(Python, list);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    private void Write(string name, GenesisDocument genesis, ImmutableArray<CertifiedBlock> blocks) =>
        Assert.Null(ChainFolder.Write(FolderOf(name), genesis, blocks));

    /// <summary>Each change comes first in the real chain, then by turns in others that have what it changes.</summary>
    private void AddField(int number, Random random)
    {
        var first = number / ChainMutations.Names.Length;
        for (var turn = 0; turn < _changed.Length; turn++)
        {
            var of = _changed[(first + turn) % _changed.Length];
            if (ChainMutations.Field(Composed(of), number, random) is { } mutation)
            {
                Add(of, mutation);
                return;
            }
        }
    }

    private void Add(string of, Mutation mutation)
    {
        var name = $"{of}-{_mutated.Count}";
        var folder = Directory.CreateDirectory(FolderOf(name)).FullName;
        foreach (var file in Directory.EnumerateFiles(FolderOf(of)))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        File.WriteAllBytes(Path.Combine(folder, mutation.File), mutation.Bytes);
        _mutated.Add(new MutatedChain(name, mutation));
    }
}

/// <summary>A chain with one change.</summary>
/// <param name="Name">Of its folder.</param>
/// <param name="Mutation">The change.</param>
internal sealed record MutatedChain(string Name, Mutation Mutation);
