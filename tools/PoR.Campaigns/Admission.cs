using System.Globalization;
using System.Text;
using PoR.TestKit.Populations;

namespace PoR.Campaigns;

/// <summary>
/// What an adversary gains over 2,000 rounds of real blocks where newcomers need a sponsor (D41), beside a model that
/// knows no blocks.
/// </summary>
internal static class Admission
{
    private const int Rounds = 2_000;
    private const int Models = 10;
    private const int NewcomersMax = 1_000;
    private const int ToldEvery = 200;

    private static readonly (int HostileOneIn, int HostileEvery, int HonestUseOneIn)[] s_setups =
    [
        .. from hostile in new[] { 5, 10 }
           from every in new[] { 12, 1 }
           from use in new[] { 0, 5, 1 }
           select (hostile, every, use),
    ];

    /// <summary>One for each setup.</summary>
    public static int Runs => s_setups.Length;

    /// <summary>Runs the setups in their order, from where it was stopped.</summary>
    /// <returns>Whether the adversary stayed below a third in each, within two points of the model.</returns>
    public static Task<bool> RunAsync(CampaignFolder folder, int count)
    {
        var progress = folder.Load();
        while (progress.Done < Math.Min(count, Runs))
        {
            Run(progress, s_setups[progress.Done]);
            progress.Done++;
            folder.Store(progress);
        }

        folder.Write(Report(folder.Name, progress));
        return Task.FromResult(progress.Violations.Count == 0);
    }

    private static void Run(Progress progress, (int HostileOneIn, int HostileEvery, int HonestUseOneIn) setup)
    {
        var plan = new PopulationPlan
        {
            HostileOneIn = setup.HostileOneIn,
            HostileEvery = setup.HostileEvery,
            HonestUseOneIn = setup.HonestUseOneIn,
        };
        var name = $"{100 / plan.HostileOneIn} % hostile, writing {plan.HonestEvery / plan.HostileEvery} × as much, "
            + plan.HonestUseOneIn switch
            {
                0 => "no honest right used",
                1 => "every honest right used",
                var oneIn => $"one honest right in {oneIn} used",
            };
        var models = Enumerable.Range(1, Models)
            .Select(seed => new PopulationModel(plan with { Seed = (ulong)seed }).Rounds().Take(Rounds).ToArray())
            .ToArray();
        var greatest = (Share: 0.0, Round: 0L);
        var apart = 0.0;
        foreach (var round in new PopulationChain(plan, NewcomersMax).Rounds().Take(Rounds))
        {
            var modelled = models.Average(model => model[round.Round - 1].HostileShare);
            apart = Math.Max(apart, Math.Abs(round.HostileShare - modelled));
            if (round.HostileShare > greatest.Share)
                greatest = (round.HostileShare, round.Round);
            if (round.Round % ToldEvery != 0)
                continue;
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name}: round {round.Round}, {round.HostileShare:P1} of the weight, {round.Eligible} eligible"));
            if (round.Round == Rounds)
                progress.Rows.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {greatest.Share:P1} (round {greatest.Round}) | "
                    + $"{models.Average(model => model.Max(r => r.HostileShare)):P1} | {100 * apart:0.0} points | "
                    + $"{round.HonestNewcomers} / {round.HostileNewcomers} | {round.Eligible} |"));
        }

        if (greatest.Share >= 1 / 3.0)
            progress.Violations.Add(string.Create(
                CultureInfo.InvariantCulture, $"{name}: {greatest.Share:P1} of the weight in round {greatest.Round}"));
        if (apart > 0.02)
            progress.Violations.Add(string.Create(
                CultureInfo.InvariantCulture, $"{name}: {100 * apart:0.0} points from the model"));
    }

    private static string Report(string name, Progress progress)
    {
        var rows = new StringBuilder().AppendJoin('\n', progress.Rows);
        var violations = string.Join("", progress.Violations.Select(violation => $"\n- {violation}"));
        return $"""
            # {name}

            {Rounds:N0} rounds of real blocks by the set `hardened`: 1,200 accounts of reputation 10, each of which
            writes a review in every twelfth round, the hostile ones also in every round; the evaluator misjudges 7 % of
            the honest ones' and none of the hostile ones'. Each right to sponsor that a hostile account draws brings a
            hostile newcomer, however many wait. Beside it a model that knows no blocks, keys or lots (mean of {Models}
            seeds).

            | | greatest hostile share | modelled | furthest apart | newcomers honest / hostile | eligible at the end |
            |---|---|---|---|---|---|
            {rows}

            {progress.Violations.Count} above a third, or more than two points from the model.
            {violations}
            """;
    }
}
