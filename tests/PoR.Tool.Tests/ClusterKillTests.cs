using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net.Http.Json;
using Limits;
using Npgsql;
using PoR.Actors.Participants;
using PoR.Configuration.Files;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Persistence.Tests;
using PoR.Tool.Clusters;
using PoR.Wire;

namespace PoR.Tool.Tests;

/// <summary>A member of a cluster is killed: real processes, real remoting and links, real PostgreSQL.</summary>
public sealed class ClusterKillTests(PostgreSqlServer server) : IDisposable
{
    private const int LimitMs = 170_000;
    private const int Members = 3;
    private const int Participants = 24;
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    private static readonly Dictionary<string, string> s_quick = new() { ["POR_CLUSTER__STABLE_AFTER"] = "3 s" };

    private readonly Scratch _scratch = new();
    private readonly HttpClient _client = new();

    private ClusterFolder Folder => new(_scratch["cluster"], new InputFiles(default, _ => { }));

    public void Dispose()
    {
        _client.Dispose();
        NpgsqlConnection.ClearAllPools();
        _scratch.Dispose();
    }

    [Fact(
        DisplayName = "Cluster_A participant of a member that is killed signs next on another one, and nothing twice",
        Timeout = LimitMs)]
    public async Task A_participant_moves()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only there a process is killed so.");
        var database = server.NewDatabase();
        var plan = await MakeAsync(database);
        var processes = new Dictionary<string, ChildProcess>();
        try
        {
            foreach (var place in plan.Members)
                processes.Add(place.Name, await PorProcess.StartAsync(
                    ["node", "--config", Folder.At($"{place.Name}.conf")], environment: s_quick));
            var whole = await LivesAsync(plan.Members, lives =>
                lives.Count == Participants
                && lives.Values.GroupBy(life => life.Member).Count(member => member.Any(life => life.Round >= 2))
                    == Members);
            var victim = plan.Members[^1];
            var (moving, before) = whole.First(life => life.Value.Member == victim.Name && life.Value.Round >= 2);

            Assert.Equal(0, await ChildProcess.RunAsync("kill", "-KILL", $"{processes[victim.Name].Id}"));
            var left = plan.Members.RemoveAt(Members - 1);
            var lives = await LivesAsync(left, lives =>
                lives.Count == Participants && lives[moving].Round > before.Round);

            var after = lives[moving];
            Assert.NotEqual(before.Member, after.Member);
            var saidBefore = VotesOf(victim.Name, moving);
            Assert.True((after.Round, after.Step).CompareTo(saidBefore.Max(SlotOf)) > 0);
            while (!VotesOf(after.Member, moving).Exists(vote => SlotOf(vote) == (after.Round, after.Step)))
                await Task.Delay(s_pause, TestContext.Current.CancellationToken);

            // Its new life may say stored bytes again, but signs no slot a second time.
            var all = saidBefore.Concat(VotesOf(after.Member, moving)).Concat(Signed(database, moving));
            Assert.All(
                all.DistinctBy(vote => vote.Digest).GroupBy(SlotOf),
                slot => Assert.Single(slot));
        }
        finally
        {
            foreach (var process in processes.Values)
                process.Dispose();
        }
    }

    private async Task<ClusterPlan> MakeAsync(string database)
    {
        var profile = _scratch.File(
            "profile.conf",
            "include \"local.conf\"\nprotocol { small-lambda = 500 ms, big-lambda = 2500 ms }\n");
        var connection = _scratch.Secret("connection", database + "\n");
        using var terminal = new Terminal(Stream.Null, TextWriter.Null, false, false);
        Assert.Null(await new ClusterSetup(Folder, Members, Participants, profile, hasRelays: false, connection)
            .MakeAsync(terminal, TestContext.Current.CancellationToken));
        return Folder.Plan()!;
    }

    /// <summary>Who lives where, and what each has signed there last, once it is as a test wants it.</summary>
    private async Task<Dictionary<PublicKey, Life>> LivesAsync(
        ImmutableArray<MemberPlace> places, Func<Dictionary<PublicKey, Life>, bool> isSo)
    {
        while (true)
        {
            var lives = new Dictionary<PublicKey, Life>();
            foreach (var place in places)
            {
                foreach (var told in await AskAsync(place))
                    lives[new PublicKey(Bytes32.Parse(told.Key))] = new Life(place.Name, told.Round, told.Step);
            }

            if (isSo(lives))
                return lives;
            await Task.Delay(s_pause, TestContext.Current.CancellationToken);
        }
    }

    private async Task<Told[]> AskAsync(MemberPlace place)
    {
        try
        {
            return (await _client.GetFromJsonAsync<Told[]>(
                $"http://127.0.0.1:{place.Http}/api/v1/participants", TestContext.Current.CancellationToken))!;
        }
        catch (HttpRequestException)
        {
            return []; // It starts.
        }
    }

    /// <summary>What a participant has said on the links of a member, which records it before it is sent.</summary>
    private List<UnverifiedVote> VotesOf(string member, PublicKey sender)
    {
        var votes = new List<UnverifiedVote>();
        var bytes = File.ReadAllBytes(Folder.At($"{member}.record.0")).AsSpan();
        while (bytes.Length >= 4 && BinaryPrimitives.ReadInt32BigEndian(bytes) is var length
            && bytes.Length >= 4 + length)
        {
            if (CanonicalBytes.Decode<PeerMessage>(bytes.Slice(4, length), out _)
                is PeerMessage.VoteSent { Vote: var vote } && vote.Ballot.Sender == sender)
                votes.Add(vote);
            bytes = bytes[(4 + length)..];
        }

        return votes;
    }

    /// <summary>What the journal still has of a participant.</summary>
    private static List<UnverifiedVote> Signed(string database, PublicKey participant)
    {
        using var connection = new NpgsqlConnection(database);
        connection.Open();
        using var command = new NpgsqlCommand(
            "select message from journal where manifest = 'ballot-signed/1' and persistence_id = $1", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = $"participant/{participant}" });
        using var rows = command.ExecuteReader();
        var signed = new List<UnverifiedVote>();
        while (rows.Read())
            signed.Add(CanonicalBytes.Decode<ParticipantEvent.BallotSigned>((byte[])rows[0], out _)!.Vote);
        return signed;
    }

    private static (long Round, int Step) SlotOf(UnverifiedVote vote) =>
        (vote.Ballot.Round.Number, vote.Ballot.Step.Number);

    /// <summary>Where a participant lives, and the slot that it has signed there last.</summary>
    private sealed record Life(string Member, long Round, int Step);

    private sealed record Told(string Key, long Round, int Step);
}
