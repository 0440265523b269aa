using System.Diagnostics;
using System.Globalization;
using PoR.Campaigns;

// Long tests by their names: each goes on where it was stopped, and writes its report to docs/results/campaigns.
// Without a name all run; with a number after the name so many disturbances are made.
var campaigns = new SortedDictionary<string, (int Count, Func<CampaignFolder, int, Task<bool>> Run)>(
    StringComparer.Ordinal)
{
    ["kill-network-sqlite"] = (75, (folder, count) => new NetworkKills(folder, server: null).RunAsync(count)),
    ["kill-network-postgresql"] = (75, KillOnServerAsync),
    ["kill-member"] = (50, (folder, count) =>
    {
        var cluster = new MemberDisturbances(folder, members: 5, participants: 200);
        return cluster.RunAsync(
            count,
            "A cluster of 5 members with 200 participants, of which a random one is killed (SIGKILL) at a random "
            + "moment and started again by its supervisor.",
            member => cluster.ClusterAsync("kill", MemberDisturbances.Number(member)));
    }),
    ["pause-member"] = (20, (folder, count) =>
    {
        var cluster = new MemberDisturbances(folder, members: 5, participants: 200);
        return cluster.RunAsync(
            count,
            "A cluster of 5 members with 200 participants, of which a random one stands still (SIGSTOP) for 22 s, goes "
            + "on, finds that it was removed, and is started again.",
            async member =>
            {
                await cluster.ClusterAsync("stop", MemberDisturbances.Number(member));
                await Task.Delay(TimeSpan.FromSeconds(22));
                await cluster.ClusterAsync("cont", MemberDisturbances.Number(member));
            });
    }),
    ["leave-member"] = (5, (folder, count) =>
    {
        var cluster = new MemberDisturbances(folder, members: 5, participants: 200);
        return cluster.RunAsync(
            count,
            "A cluster of 5 members with 200 participants, of which a random one leaves in order and comes back.",
            async member =>
            {
                await cluster.ClusterAsync("leave", MemberDisturbances.Number(member));
                await cluster.ClusterAsync("rejoin", MemberDisturbances.Number(member));
            });
    }),
    ["split-members"] = (3, (folder, count) =>
    {
        var cluster = new MemberDisturbances(folder, members: 5, participants: 200);
        return cluster.RunAsync(
            count,
            "A cluster of 5 members with 200 participants, of which 2 are split from 3 for 60 s, as members and as "
            + "peers: the majority goes on, the minority downs itself and comes back after the heal.",
            async _ =>
            {
                await cluster.ClusterAsync("split", "2/3");
                await Task.Delay(TimeSpan.FromSeconds(60));
                await cluster.ClusterAsync("heal");
            });
    }),
};

string[] names = args.Length > 0 ? [args[0]] : [.. campaigns.Keys];
if (Array.Find(names, name => !campaigns.ContainsKey(name)) is { } unknown)
{
    await Console.Error.WriteLineAsync($"'{unknown}' is no campaign; known are {string.Join(", ", campaigns.Keys)}.");
    return 2;
}

var isSound = true;
foreach (var name in names)
{
    var (count, run) = campaigns[name];
    if (args.Length > 1)
        count = int.Parse(args[1], CultureInfo.InvariantCulture);
    isSound &= await run(new CampaignFolder(name), count);
}

return isSound ? 0 : 1;

async Task<bool> KillOnServerAsync(CampaignFolder folder, int count)
{
    // The user who runs the server must be able to reach its folder.
    if (!OperatingSystem.IsWindows())
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
    var script = Path.Combine(Por.Root, "tools", "postgres");
    using var start = Process.Start(
        new ProcessStartInfo(script, ["start", folder.At("postgresql")]) { RedirectStandardOutput = true })!;
    var connection = (await start.StandardOutput.ReadToEndAsync()).Trim();
    await start.WaitForExitAsync();
    try
    {
        return await new NetworkKills(folder, connection).RunAsync(count);
    }
    finally
    {
        using var stop = Process.Start(script, ["stop", folder.At("postgresql")]);
        await stop.WaitForExitAsync();
    }
}
