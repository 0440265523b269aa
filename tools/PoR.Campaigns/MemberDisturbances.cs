using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace PoR.Campaigns;

/// <summary>Disturbs members of a cluster, one at a time, and waits until it is whole again.</summary>
/// <param name="folder">Of the campaign.</param>
/// <param name="members">How many the cluster has.</param>
/// <param name="participants">How many the operator has.</param>
internal sealed class MemberDisturbances(CampaignFolder folder, int members, int participants)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);
    private readonly string _cluster = folder.At("cluster");

    /// <summary>Goes on until so many disturbances have been made.</summary>
    /// <param name="count">How many.</param>
    /// <param name="what">For the report.</param>
    /// <param name="disturb">Is given the number of a member, from 1 on.</param>
    public async Task<bool> RunAsync(int count, string what, Func<int, Task> disturb)
    {
        var progress = folder.Load();
        var isSound = false;
        await ClusterAsync(
            "up", Number(members), "--participants", Number(participants), "--relay");
        try
        {
            while (progress.Done < count)
            {
                await Task.Delay(Random.Shared.Next(2_000, 6_000));
                foreach (var port in Ports())
                {
                    if (await Por.StatusAsync(port) is { } status)
                        progress.Note(status.GetProperty("peers")[0]);
                }

                var started = Stopwatch.GetTimestamp();
                var height = await HeightAsync();
                await disturb(Random.Shared.Next(1, members + 1));
                await WholeAsync(height);
                progress.Seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                progress.Done++;
                folder.Store(progress);
                Console.WriteLine($"{progress.Done} of {count}: {progress.Seconds[^1]:0.0} s.");
            }
        }
        finally
        {
            var judge = new Judge();
            foreach (var file in Directory.GetFiles(_cluster, "*.votes.*"))
                judge.ReadVotes(file);
            judge.ReadPostgreSql((await File.ReadAllTextAsync(Path.Combine(_cluster, "connection-string"))).Trim());
            isSound = folder.Report(what, progress, judge);
            await ClusterAsync("down");
        }

        return isSound;
    }

    /// <summary>Runs a command of <c>por cluster</c>.</summary>
    public Task ClusterAsync(params string[] arguments) =>
        Por.RunAsync(folder.At("por.log"), ["cluster", .. arguments, "--folder", _cluster]);

    /// <summary>A number as an argument.</summary>
    public static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private IEnumerable<int> Ports()
    {
        using var plan = JsonDocument.Parse(File.ReadAllText(Path.Combine(_cluster, "cluster.json")));
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
