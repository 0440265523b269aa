using System.Globalization;
using PoR.TestKit.Adversaries;

namespace PoR.Campaigns;

/// <summary>
/// Random rounds with selective, split and silent senders below a third of the seats, all delays below λ: none forks,
/// and whoever says two things in a step is caught (D14, D39).
/// </summary>
internal static class HostileRounds
{
    private const int StoredAfter = 50;

    /// <summary>Runs seeds 0, 1, 2, …, from where it was stopped.</summary>
    /// <returns>Whether nothing happened that must not.</returns>
    public static Task<bool> RunAsync(CampaignFolder folder, int count)
    {
        var progress = folder.Load();
        while (progress.Done < count)
        {
            Run(progress, HostileSetup.Of(progress.Done));
            progress.Done++;
            if (progress.Done % StoredAfter != 0 && progress.Done < count)
                continue;
            folder.Store(progress);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{progress.Done} of {count} rounds, {progress.Violations.Count} violations"));
        }

        folder.Write(Report(folder.Name, progress));
        return Task.FromResult(progress.Violations.Count == 0);
    }

    private static void Run(Progress progress, HostileSetup setup)
    {
        using var run = new HostileSenders(setup);
        run.Play();
        progress.Violations.AddRange(run.Faults().Select(fault => $"{setup}: {fault}"));
        var first = run.Network.Blocks(0)[0];
        Add($"rounds with {setup.Nodes} nodes");
        Add(setup.Degree is null ? "rounds with direct delivery" : "rounds with delivery hop by hop");
        Add(setup.IsPaper ? "rounds by the set paper" : "rounds by the set hardened");
        Add(first.Block.IsEmpty ? "rounds that ended empty" : "rounds that ended with a block");
        if (first.Certificate.Step.Number > 5)
            Add("rounds that took a loop or more");
        Add("hostile accounts", setup.Hostile);
        Add("accounts that said two things in a step, in time", run.Contradicting.Count);
        Add("of these caught", run.Contradicting.Count(run.Caught.Contains));
        Add("accounts that a block accuses", run.Accused.Count);

        void Add(string what, long by = 1) => progress.Counts[what] = progress.Counts.GetValueOrDefault(what) + by;
    }

    private static string Report(string name, Progress progress)
    {
        var counts = string.Join('\n', progress.Counts.Select(count => $"| {count.Key} | {count.Value} |"));
        var violations = string.Join("", progress.Violations.Select(violation => $"\n- {violation}"));
        return $"""
            # {name}

            Simulated networks of 4, 7, 20 and 60 nodes, each with one participant of equal weight, all on every
            committee. In round 1 some nodes, fewer than a third, say in each step what they like to whom they like: the
            same to all, something to some, two things to two groups, or nothing; they choose when each word arrives,
            and what each link takes, below λ. Then three more rounds.

            | | |
            |---|---|
            {counts}
            | forks, breaches, contradictions unseen or in no block, honest accused | {progress.Violations.Count} |
            {violations}
            """;
    }
}
