using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Npgsql;

namespace PoR.Campaigns;

/// <summary>Disturbs members of a cluster, one at a time, and waits until it is whole again.</summary>
/// <param name="folder">Of the campaign.</param>
/// <param name="members">How many the cluster has.</param>
/// <param name="participants">How many the operator has.</param>
internal sealed class MemberDisturbances(CampaignFolder folder, int members, int participants)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>The cluster's folder.</summary>
    public string Cluster { get; } = folder.At("cluster");

    /// <summary>Goes on until so many disturbances have been made.</summary>
    /// <param name="count">How many.</param>
    /// <param name="what">For the report.</param>
    /// <param name="label">Of a disturbance, a word.</param>
    /// <param name="disturb">Is given how many disturbances were made before.</param>
    public async Task<bool> RunAsync(int count, string what, string label, Func<int, Task> disturb)
    {
        var progress = folder.Load();
        try
        {
            await UpAsync();
            while (progress.Done < count)
            {
                await DisturbAsync(progress, label, disturb);
                folder.Store(progress);
                Console.WriteLine($"{progress.Done} of {count}: {progress.Seconds[^1]:0.0} s.");
            }

            return folder.Report(what, progress, await JudgeAsync(), await LatenciesAsync(progress));
        }
        finally
        {
            await ClusterAsync("down");
        }
    }

    /// <summary>
    /// Drops what the fence rests on, makes a zombie, and has the judge look: it must find slots that were signed
    /// twice, or it could not find them anywhere else.
    /// </summary>
    public async Task<bool> WithoutFenceAsync()
    {
        if (Directory.Exists(Cluster))
            Directory.Delete(Cluster, recursive: true);
        try
        {
            await UpAsync();
            await PrepareZombieAsync();
            await RunSqlAsync(
                "alter table journal drop constraint journal_fence; drop trigger journal_order on journal");
            await ZombieAsync();
            return folder.Report(
                $"A cluster of {members} members with {participants} participants, whose journal has lost its "
                + "unique key and its trigger. A member stands still (SIGSTOP) for 30 s and goes on, and does not "
                + "notice for a minute that it was removed. This is what the judge says when there is no fence.",
                await JudgeAsync());
        }
        finally
        {
            await ClusterAsync("down");
        }
    }

    /// <summary>A member stands still for 22 s, by which time it was removed, and goes on.</summary>
    public async Task PauseAsync(int member)
    {
        await ClusterAsync("stop", Number(member));
        await Task.Delay(TimeSpan.FromSeconds(22));
        await ClusterAsync("cont", Number(member));
    }

    /// <summary>
    /// The first member stands still until it was removed, and goes on, but does not hear of it: other members
    /// cannot reach it, while its links to peers work. It is set to notice only after a minute that it is alone, and
    /// signs until then, beside the lives that its participants have on other members. Most of what two lives sign is
    /// the same; the proposals of a leader differ.
    /// </summary>
    public async Task ZombieAsync()
    {
        await PrepareZombieAsync();

        // The supervisor's relays look at this file.
        var split = Path.Combine(Cluster, "split");
        await ClusterAsync("stop", "1");
        await Task.Delay(TimeSpan.FromSeconds(30));
        await File.WriteAllTextAsync(split, "1");
        await Task.Delay(TimeSpan.FromSeconds(1));
        await ClusterAsync("cont", "1");
        await Task.Delay(TimeSpan.FromSeconds(70));
        await File.WriteAllTextAsync(split, "0");
    }

    /// <summary>
    /// The server comes back as a replica, and is promoted. No chain may grow between that and the acknowledgement.
    /// </summary>
    /// <exception cref="InvalidOperationException">One has grown.</exception>
    public async Task PromoteAsync()
    {
        var server = Path.Combine(Cluster, "postgresql");
        await Server.StopAsync(server);
        await Server.StartAsReplicaAsync(server);
        await Task.Delay(TimeSpan.FromSeconds(10));
        await RunSqlAsync("select pg_promote()");

        // What was signed before may still end the round that was open.
        await Task.Delay(TimeSpan.FromSeconds(5));
        var height = await HeightAsync();
        await Task.Delay(TimeSpan.FromSeconds(20));
        if (await HeightAsync() is var now && now > height)
            throw new InvalidOperationException(
                $"The chain has grown from {height} to {now} blocks, though nobody has acknowledged the promotion.");

        // The replica had heard everything, so nothing that was signed is lost.
        await Por.RunAsync(
            folder.At("por.log"),
            ["signing", "acknowledge", "--postgresql", Path.Combine(Cluster, "connection-string"),
                "--silent-until-round", "0"]);
    }

    private async Task PrepareZombieAsync()
    {
        const string late = "cluster.stable-after = 60 s\n";
        var configuration = Path.Combine(Cluster, "member1.conf");
        if (!(await File.ReadAllTextAsync(configuration)).EndsWith(late, StringComparison.Ordinal))
        {
            await File.AppendAllTextAsync(configuration, late);
            await ClusterAsync("leave", "1");
            await ClusterAsync("rejoin", "1");
        }

        await SpreadAsync();
    }

    /// <summary>
    /// Waits until every member has at least half of its share of participants: those that have just come get theirs
    /// after some seconds, and until then a disturbance of them disturbs nothing.
    /// </summary>
    private async Task SpreadAsync()
    {
        foreach (var port in Ports())
        {
            while (await Por.StatusAsync(port) is not { } status
                || status.GetProperty("participants").GetInt32() < participants / members / 2)
                await Task.Delay(200);
        }
    }

    /// <summary>A member, from 1 on.</summary>
    public int Any() => Random.Shared.Next(1, members + 1);

    /// <summary>Runs a command of <c>por cluster</c>.</summary>
    public Task ClusterAsync(params string[] arguments) =>
        Por.RunAsync(folder.At("por.log"), ["cluster", .. arguments, "--folder", Cluster]);

    /// <summary>A number as an argument.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private async Task UpAsync()
    {
        var profile = folder.At("load.conf");
        await File.WriteAllTextAsync(
            profile,
            """
            include "cluster.conf"
            run.reviews-per-round = 200
            protocol.behaviour { review-interval = 1 s, window = 100 s }

            """);
        await ClusterAsync(
            "up", Number(members), "--participants", Number(participants), "--profile", profile, "--relay",
            "--submit-demo");
        await SpreadAsync();
    }

    private async Task<Judge> JudgeAsync()
    {
        var judge = new Judge();
        foreach (var file in Directory.GetFiles(Cluster, "*.record.*"))
            judge.ReadRecord(file);
        judge.ReadPostgreSql(await ConnectionStringAsync());
        return judge;
    }

    /// <summary>The table of <c>por report</c>, whose page stays in the campaign's folder.</summary>
    private async Task<string> LatenciesAsync(Progress progress)
    {
        var table = folder.At("latencies.md");
        File.Delete(table);
        await Por.RunAsync(
            table,
            ["report", .. Directory.GetFiles(Cluster, "*.facts.*"), "--genesis", Path.Combine(Cluster, "genesis.bin"),
                "--out", folder.At("report"), "--name", folder.Name,
                .. progress.Faults.SelectMany(fault => (string[])["--fault", fault])]);
        return string.Join(
            '\n', (await File.ReadAllLinesAsync(table)).Where(line => line.StartsWith('|')).Append(""));
    }

    private async Task RunSqlAsync(string sql)
    {
        // A pool would keep a connection to a server that is stopped in between.
        await using var connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(await ConnectionStringAsync()) { Pooling = false }.ToString());
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<string> ConnectionStringAsync() =>
        (await File.ReadAllTextAsync(Path.Combine(Cluster, "connection-string"))).Trim();

    private IEnumerable<int> Ports()
    {
        using var plan = JsonDocument.Parse(File.ReadAllText(Path.Combine(Cluster, "cluster.json")));
        var places = plan.RootElement.GetProperty("Members").EnumerateArray();
        return [.. places.Select(place => place.GetProperty("Http").GetInt32())];
    }

    private async Task<long> HeightAsync()
    {
        var heights = new List<long>();
        foreach (var port in Ports())
        {
            if (await Por.StatusAsync(port) is { } status)
                heights.Add(status.GetProperty("height").GetInt64());
        }

        return heights.DefaultIfEmpty().Max();
    }

    private async Task DisturbAsync(Progress progress, string label, Func<int, Task> disturb)
    {
        await Task.Delay(Random.Shared.Next(2_000, 6_000));
        foreach (var port in Ports())
        {
            if (await Por.StatusAsync(port) is { } status)
                progress.Note(status.GetProperty("peers")[0]);
        }

        var (started, moment) = (Stopwatch.GetTimestamp(), DateTimeOffset.UtcNow);
        var height = await HeightAsync();
        await disturb(progress.Done);
        await WholeAsync(height);
        progress.Seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        progress.Faults.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"{label}@{moment:yyyy-MM-ddTHH:mm:ss.fffZ}+{progress.Seconds[^1]:0.000}s"));
        progress.Done++;
    }

    /// <summary>Every member answers and has grown beyond a height, and every participant lives.</summary>
    private async Task WholeAsync(long height)
    {
        var limit = Stopwatch.StartNew();
        while (true)
        {
            var (alive, answering, grown) = (0, 0, 0);
            foreach (var port in Ports())
            {
                if (await Por.StatusAsync(port) is not { } status)
                    continue;
                answering++;
                alive += status.GetProperty("participants").GetInt32();
                if (status.GetProperty("height").GetInt64() > height)
                    grown++;
            }

            if (answering == members && grown == members && alive == participants)
                return;
            if (limit.Elapsed > s_limit)
                throw new InvalidOperationException(
                    $"The cluster is not whole: {answering} members answer, {alive} participants live.");
            await Task.Delay(200);
        }
    }
}
