using PoR.Campaigns.Fuzzing;

namespace PoR.Campaigns;

/// <summary>The campaigns by their names: how many disturbances each makes, and how.</summary>
internal static class Campaign
{
    private const string Fuzz = "fuzz";
    private const string FuzzGuided = "fuzz-guided";
    private const int Members = 5;
    private const int Participants = 200;

    /// <summary>Those that take the name of a decoder.</summary>
    public static SortedDictionary<string, Func<CampaignFolder, int, string?, Task<bool>>> OfOneDecoder { get; } =
        new(StringComparer.Ordinal)
        {
            [Fuzz] = FuzzCampaign.RunAsync,
            [FuzzGuided] = GuidedFuzz.RunAsync,
        };

    /// <summary>All of them.</summary>
    public static SortedDictionary<string, (int Count, Func<CampaignFolder, int, Task<bool>> Run)> All { get; } = new(
        StringComparer.Ordinal)
    {
        ["admission"] = (Admission.Runs, Admission.RunAsync),
        [Fuzz] = (FuzzCampaign.Cases, static (folder, count) => FuzzCampaign.RunAsync(folder, count)),
        ["far-behind"] = (FarBehindNode.Rounds, FarBehindNode.RunAsync),
        [FuzzGuided] = (GuidedFuzz.Seconds, static (folder, count) => GuidedFuzz.RunAsync(folder, count)),
        ["hostile-senders"] = (10_000, HostileRounds.RunAsync),
        ["long-cuts"] = (LongCuts.Count, LongCuts.RunAsync),
        ["missed-quorums"] = (MissedQuorums.Slices, MissedQuorums.RunAsync),
        ["scenarios"] = (ScenarioSet.Seeds, ScenarioSet.RunAsync),
        ["kill-network-sqlite"] = (75, (folder, count) => new NetworkKills(folder, server: null).RunAsync(count)),
        ["kill-network-postgresql"] = (75, KillOnServerAsync),
        ["kill-member"] = (50, (folder, count) => DisturbAsync(
            folder, count, "kill",
            "of which a random one is killed (SIGKILL) at a random moment and started again by its supervisor",
            (cluster, _) => cluster.ClusterAsync("kill", MemberDisturbances.Number(cluster.Any())))),
        ["pause-member"] = (20, (folder, count) => DisturbAsync(
            folder, count, "pause",
            "of which a random one stands still (SIGSTOP) for 22 s, goes on, finds that it was removed, and is started "
            + "again",
            (cluster, _) => cluster.PauseAsync(cluster.Any()))),
        ["zombie-member"] = (5, (folder, count) => DisturbAsync(
            folder, count, "zombie",
            "of which the first stands still (SIGSTOP) for 30 s and goes on, and does not notice for a minute that it "
            + "was removed, while its participants live on other members",
            (cluster, _) => cluster.ZombieAsync())),
        ["zombie-without-fence"] = (1, (folder, _) => ClusterIn(folder).WithoutFenceAsync()),
        ["rolling-restart"] = (Members, (folder, count) => DisturbAsync(
            folder, count, "restart",
            "of which one after the other leaves in order and comes back, each when all participants live again",
            async (cluster, done) =>
            {
                var member = MemberDisturbances.Number(1 + (done % Members));
                await cluster.ClusterAsync("leave", member);
                await cluster.ClusterAsync("rejoin", member);
            })),
        ["split-members"] = (3, (folder, count) => DisturbAsync(
            folder, count, "split",
            "of which 2 are split from 3 for 60 s, as members and as peers: the majority goes on, the minority downs "
            + "itself and comes back after the heal",
            async (cluster, _) =>
            {
                await cluster.ClusterAsync("split", "2/3");
                await Task.Delay(TimeSpan.FromSeconds(60));
                await cluster.ClusterAsync("heal");
            })),
        ["cut-links"] = (2, (folder, count) => DisturbAsync(
            folder, count, "cut",
            "whose links of the protocol are cut for 60 s, between halves and between 80 % and 20 % in turn",
            async (cluster, done) =>
            {
                await cluster.ClusterAsync("cut", done % 2 == 0 ? "halves@0s+60s" : "80%@0s+60s");
                await Task.Delay(TimeSpan.FromSeconds(60));
            })),
        ["replica-promoted"] = (3, (folder, count) => DisturbAsync(
            folder, count, "promotion",
            "whose database server is stopped, comes back as a replica for 10 s, and is promoted: nobody may sign "
            + "before the operator has acknowledged the new timeline",
            (cluster, _) => cluster.PromoteAsync())),
        ["database-away"] = (3, (folder, count) => DisturbAsync(
            folder, count, "database away",
            "whose database server is stopped for 20 s and started again",
            async (cluster, _) =>
            {
                await Server.StopAsync(Path.Combine(cluster.Cluster, "postgresql"));
                await Task.Delay(TimeSpan.FromSeconds(20));
                await Server.StartAsync(Path.Combine(cluster.Cluster, "postgresql"));
            })),
    };

    private static MemberDisturbances ClusterIn(CampaignFolder folder) => new(folder, Members, Participants);

    private static Task<bool> DisturbAsync(
        CampaignFolder folder, int count, string label, string what, Func<MemberDisturbances, int, Task> disturb)
    {
        var cluster = ClusterIn(folder);
        return cluster.RunAsync(
            count, $"A cluster of {Members} members with {Participants} participants, {what}.", label,
            done => disturb(cluster, done));
    }

    private static async Task<bool> KillOnServerAsync(CampaignFolder folder, int count)
    {
        // The user who runs the server must be able to reach its folder.
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_101_101);
        var connection = await Server.StartAsync(folder.At("postgresql"));
        try
        {
            return await new NetworkKills(folder, connection).RunAsync(count);
        }
        finally
        {
            await Server.StopAsync(folder.At("postgresql"));
        }
    }
}
