using System.Text.Json;
using PoR.Consensus.Votes;
using PoR.Core.Transactions;
using PoR.Simulation.Export;

namespace PoR.Simulation.Tests.Export;

/// <summary>
/// Whoever knows the pages alone recomputes what our code has decided. Each chain is verified by both, and so is each
/// that was changed.
/// </summary>
public sealed class IndependentVerifierTests(VerifiedChains chains) : IClassFixture<VerifiedChains>
{
    private const int LimitMs = 120_000;

    private static readonly string[] _flags =
    [
        "short interval", "too frequent", "duplicate text", "one-sided", "burst", "outlier", "wrong subject", "biased",
    ];

    public static TheoryData<string> Names => [.. VerifiedChains.Names];

    public static TheoryData<string> ComposedNames => [.. VerifiedChains.ComposedNames];

    [Theory(DisplayName = "A chain is sound to both verifiers, from genesis to its head", Timeout = LimitMs)]
    [MemberData(nameof(Names))]
    public Task Sound_to_both(string name)
    {
        var own = Assert.IsType<ChainVerdict.Sound>(chains.OwnVerdictOn(name));
        SkipWithoutPython();

        var verdict = chains.VerdictOn(name);
        Assert.True(verdict.Differences.Length == 0, string.Join('\n', verdict.Differences.Take(3)));
        Assert.Equal((own.Rounds, own.Rounds), (verdict["blocks"], verdict["state roots"]));
        Assert.Equal(own.Rounds, verdict["certificates"]);
        Assert.Equal(own.Reviews, verdict["reviews"]);
        Assert.InRange(own.Rounds, 4, 40);
        return Task.CompletedTask;
    }

    [Fact(
        DisplayName = "PoR §8: the chains hold each flag five times, both blacklistings and their cap",
        Timeout = LimitMs)]
    public Task What_occurs()
    {
        SkipWithoutPython();
        var all = VerifiedChains.Names.Select(chains.VerdictOn).ToArray();

        Assert.All(_flags, flag => Assert.True(all.Sum(v => v[$"flags {flag}"]) >= 5, flag));
        Assert.True(chains.VerdictOn("flags")["bans passed over"] >= 3);
        Assert.Equal((1, 4), Of("frequent", "bans by behaviour", "bans passed over"));
        Assert.Equal((3, 2), Of("caps", "bans by behaviour", "bans passed over"));
        Assert.Equal((1, 1), Of("four", "bans by behaviour", "bans passed over"));
        Assert.Equal((11, 10), Of("categories", "flags wrong subject", "categories named without weight"));
        Assert.Equal((11, 1), Of("biases", "flags biased", "flags wrong subject"));
        Assert.Equal((5, 5), Of("evidence", "bans by evidence", "pieces of evidence"));
        Assert.Equal((1, 6), Of("evidence", "bans extended", "empty blocks"));
        Assert.Equal((6, 6), Of("credentials", "bans by evidence", "pieces of evidence"));
        Assert.Equal((13, 13), Of("thefts", "text commitments", "texts committed to"));
        Assert.Equal(10, chains.VerdictOn("thefts")["flags duplicate text"]);
        Assert.Equal((10, 1), Of("sequences", "sequences below the highest", "replacements"));
        Assert.Equal((4, 1), Of("sequences", "predecessors", "flags short interval"));
        Assert.Equal((4, 2), Of("newcomers", "registrations", "accounts by payment"));
        Assert.Equal((4, 1), Of("sponsors", "sponsored registrations", "sponsors charged"));
        Assert.True(chains.VerdictOn(VerifiedChains.Simulated)["bans by evidence"] >= 1);
        return Task.CompletedTask;
    }

    [Theory(
        DisplayName = "PoR §5.2: both find the same W, t_H, seats, leader and rank of each round", Timeout = LimitMs)]
    [MemberData(nameof(ComposedNames))]
    public Task Seats_and_ranks(string name)
    {
        SkipWithoutPython();
        var chain = chains.Composed(name);

        var own = Enumerable.Range(0, chain.Blocks.Count).Select(i => RoundOf(chain, i));
        Assert.Equal(own, chains.VerdictOn(name).Rounds);
        return Task.CompletedTask;
    }

    [Fact(
        DisplayName = "A chain with one bit or field changed is refused by both, in the file that has it",
        Timeout = LimitMs)]
    public Task Changed_chains()
    {
        Assert.Equal(200, chains.Mutated.Count);
        Assert.Empty(ChainMutations.Names.Except(chains.Mutated.Select(chain => chain.Mutation.Name)));
        foreach (var chain in chains.Mutated)
        {
            var own = Assert.IsType<ChainVerdict.Broken>(chains.OwnVerdictOn(chain.Name));
            Assert.True(own.File == chain.Mutation.File, $"{chain.Name}, {chain.Mutation.Name}: {own}");
        }

        SkipWithoutPython();
        var (scores, byCrypto) = (0, 0);
        foreach (var (name, mutation) in chains.Mutated)
        {
            var differences = chains.VerdictOn(name).Differences;
            Assert.True(differences.Length > 0, $"{name}, {mutation.Name}: no difference.");
            if (mutation.Name == ChainMutations.ScoreAlone)
            {
                // The other verifier has no evaluator. It sees that what follows was built on another block.
                scores++;
                Assert.All(differences, d => Assert.NotEqual(mutation.File, d.File));
                continue;
            }

            var own = Assert.IsType<ChainVerdict.Broken>(chains.OwnVerdictOn(name));
            byCrypto += Array.TrueForAll(differences, d => d.ByCrypto) ? 1 : 0;
            Assert.All(differences, d => Assert.Equal((own.File, own.Round), (d.File, d.Round)));
        }

        Assert.InRange(scores, 1, 10);
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{chains.Mutated.Count} changes: {scores} of scores alone, {byCrypto} seen only by cryptography.");
        return Task.CompletedTask;
    }

    [Fact(DisplayName = "Wrong use of the other verifier is one sentence and exit code 2", Timeout = LimitMs)]
    public async Task Wrong_use()
    {
        SkipWithoutPython();
        var folder = chains.FolderOf("real");
        string[][] uses =
        [
            [], [folder + "-absent"], [Path.Combine(folder, ChainFolder.HeadFile)], [Path.GetDirectoryName(folder)!],
            ["--jsn", folder], ["--from", folder + "-absent"], ["--opening", folder, folder],
        ];

        foreach (var args in uses)
        {
            var (code, output, error) = await PythonVerifier.RunAsync(chains.Python!, args);
            Assert.True(code == 2, $"{string.Join(' ', args)}: exit code {code}, {error}");
            Assert.Empty(output);
            Assert.Equal(1, error.Count(c => c == '\n'));
            Assert.DoesNotContain("Traceback", error, StringComparison.Ordinal);
        }
    }

    [Fact(
        DisplayName = "Without differences the other verifier ends with 0, and the last line counts them",
        Timeout = LimitMs)]
    public async Task One_chain_for_a_person()
    {
        SkipWithoutPython();
        var (code, output, error) = await PythonVerifier.RunAsync(chains.Python!, chains.FolderOf("real"));

        Assert.Equal((0, ""), (code, error));
        Assert.EndsWith("\n0 differences\n", output, StringComparison.Ordinal);
    }

    [Fact(
        DisplayName = "PoR §3.7 item 2: the other verifier opens the same commitment, whole and field by field",
        Timeout = LimitMs)]
    public async Task Sensitive_fields()
    {
        SkipWithoutPython();
        var (fields, salt) = (VerifiedChains.Sensitive, VerifiedChains.Salt);
        var whole = new
        {
            salt = salt.ToString(),
            fields = fields.All.Reverse().ToDictionary(field => field.Name, field => field.Value),
        };
        object[] sound = [whole, .. fields.All.Select(field => AsJson(fields.Show(field.Name, salt)!))];
        object[] wrong =
        [
            new { salt = new string('0', 64), whole.fields },
            new { whole.salt, fields = new { order = "4711" } },
            AsJson(fields.Show("order", salt)! with { Index = 0 }),
        ];

        foreach (var opening in sound.Concat(wrong))
        {
            var isSound = sound.Contains(opening);
            var file = chains.FolderOf("opening.json");
            await File.WriteAllTextAsync(
                file, JsonSerializer.Serialize(opening), TestContext.Current.CancellationToken);
            var (code, output, error) = await PythonVerifier.RunAsync(
                chains.Python!, chains.FolderOf("four"), "--opening", file);
            Assert.Equal((isSound ? 0 : 1, ""), (code, error));
            Assert.Equal(isSound, output.Contains("opened: round 3, review ", StringComparison.Ordinal));
        }
    }

    private static object AsJson(FieldOpening shown) => new
    {
        name = shown.Field.Name, value = shown.Field.Value, salt = shown.Salt.ToString(), index = shown.Index,
        count = shown.Count, path = shown.Path.Select(digest => digest.ToString()).ToArray(),
    };

    private static PythonRound RoundOf(ComposedChain chain, int index)
    {
        var (view, certificate) = (chain.Before(index).View, chain.Blocks[index].Certificate);
        var seats = certificate.Votes.Sum(vote => chain.Cast.Verified(vote, view).Seats);
        var ticket = certificate.Ticket is { } unverified
            ? Assert.IsType<TicketVerdict.Accepted>(TicketVerifier.Verify(unverified, view, chain.Cast.Checks)).Ticket
            : null;
        return new PythonRound(
            index + 1, view.TotalWeight, view.CertificateThreshold, seats, certificate.Ticket?.Sender.ToString(),
            ticket?.Seats ?? 0, ticket?.Rank.ToString());
    }

    private (int, int) Of(string name, string one, string other) =>
        (chains.VerdictOn(name)[one], chains.VerdictOn(name)[other]);

    private void SkipWithoutPython() => Assert.SkipWhen(chains.Python is null, PythonVerifier.Absence);
}
