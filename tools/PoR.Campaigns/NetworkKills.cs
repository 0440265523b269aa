using System.Diagnostics;
using System.Globalization;

namespace PoR.Campaigns;

/// <summary>Kills a whole network in one process at random moments, and starts it again.</summary>
/// <param name="folder">Of the campaign.</param>
/// <param name="server">The server's connection string; null: SQLite.</param>
internal sealed class NetworkKills(CampaignFolder folder, string? server)
{
    private const int GrowBy = 2;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Goes on until so many kills have been made.</summary>
    public async Task<bool> RunAsync(int kills)
    {
        var profile = folder.At("network.conf");
        var persistence = server is null
            ? ""
            : $"persistence {{ provider = postgresql, connection-string = \"{server}\", migrate = true }}";
        await File.WriteAllTextAsync(
            profile,
            $$"""
            include "local.conf"
            {{persistence}}
            run.reviews-per-round = 120
            protocol.behaviour { review-interval = 300 ms, window = 30 s }
            links.record-file = "{{folder.At("record")}}"

            """);
        var progress = folder.Load();
        while (progress.Done < kills)
        {
            var port = Por.FreePort();
            var started = Stopwatch.GetTimestamp();
            using var process = Por.Start(
                folder.At("por.log"), "run", "--profile", profile, "--data", folder.At("data"), "--port",
                port.ToString(CultureInfo.InvariantCulture), "--submit-demo");
            try
            {
                await GrowAsync(port, process);
                progress.Seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
                await Task.Delay(Random.Shared.Next(3_000));
                if (await Por.StatusAsync(port) is { } status)
                {
                    foreach (var peer in status.GetProperty("peers").EnumerateArray())
                        progress.Note(peer);
                }

                await Task.Delay(Random.Shared.Next(300));
            }
            finally
            {
                Por.Signal(process.Id, "KILL");
                await process.WaitForExitAsync();
            }

            progress.Done++;
            folder.Store(progress);
            Console.WriteLine($"{progress.Done} of {kills} kills.");
        }

        var judge = new Judge();
        foreach (var file in Directory.GetFiles(folder.Path, "record-*"))
            judge.ReadRecord(file);
        foreach (var file in Directory.GetFiles(folder.At("data"), "peer-*.db"))
            judge.ReadSqlite(file);
        if (server is not null)
            judge.ReadPostgreSql(server);
        return folder.Report(
            $"`por run` with the profile `local` and written reviews, on {(server is null ? "SQLite" : "PostgreSQL")}, "
            + "killed (SIGKILL) at a random moment up to 3.3 s after it had grown by two blocks, and started again. "
            + "The seconds count from the start of the process.", progress, judge);
    }

    private static async Task GrowAsync(int port, Process process)
    {
        var limit = Stopwatch.StartNew();
        long? first = null;
        while (true)
        {
            if (await Por.StatusAsync(port) is { } status)
            {
                var height = status.GetProperty("height").GetInt64();
                first ??= height;
                if (height >= first + GrowBy)
                    return;
            }

            if (process.HasExited)
                throw new InvalidOperationException($"The network has ended with {process.ExitCode}.");
            if (limit.Elapsed > s_limit)
                throw new InvalidOperationException("The network does not grow.");
            await Task.Delay(50);
        }
    }
}
