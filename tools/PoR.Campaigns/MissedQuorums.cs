using PoR.Simulation.Adversaries.Strategies;
using System.Globalization;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Simulation.Runs;
using PoR.TestKit;

namespace PoR.Campaigns;

/// <summary>
/// How often steps miss their quorum where some are silent, beside what the binomial distribution says of each round's
/// own weights: an honest sub-user draws a seat with τ/W, and a step is missed with fewer than t_H of them.
/// </summary>
internal static class MissedQuorums
{
    /// <summary>Groups of steps, each compared with its expectation, of one setup.</summary>
    public const int Groups = 5;

    /// <summary>χ² of as many degrees of freedom as there are groups exceeds this once in a thousand times.</summary>
    public const double ChiSquareMax = 20.52;

    private const int CommitteeSize = 100;
    private const int RoundsOfSeed = 100;

    // Nobody leaves out these steps; a certificate heard in step 4 may spare a node its own vote there.
    private static readonly Step[] s_steps = [Step.LeaderSelection, Step.BlockVerification];

    private static readonly double[] s_silent = [0, 0.1, 0.2, 0.25, 0.3];

    /// <summary>A slice for each share of silent weight and seed.</summary>
    public static int Slices => s_silent.Length * Groups;

    /// <summary>Runs the slices in their order, from where it was stopped.</summary>
    /// <returns>Whether what was seen agrees with what was expected, for each share.</returns>
    public static Task<bool> RunAsync(CampaignFolder folder, int count)
    {
        var progress = folder.Load();
        while (progress.Done < Math.Min(count, Slices))
        {
            var silent = s_silent[progress.Done / Groups];
            var slice = Of(seed: 1 + progress.Done, RoundsOfSeed, silent);
            progress.Rows.Add(string.Create(
                CultureInfo.InvariantCulture, $"{silent} {slice.Steps} {slice.Missed} {slice.Expected:R}"));
            progress.Done++;
            folder.Store(progress);
            Console.WriteLine($"{progress.Done} of {Slices} networks");
        }

        var shares = progress.Rows.Select(Read).GroupBy(static row => row.Silent).ToList();
        folder.Write(Report(folder.Name, shares));
        return Task.FromResult(shares.All(
            static share => ChiSquare(share.Select(static row => row.Slice)) <= ChiSquareMax));
    }

    /// <summary>Counts in a network of 200 participants, of whose weight a share is silent.</summary>
    /// <param name="seed">Of the network.</param>
    /// <param name="rounds">1 and up.</param>
    /// <param name="silent">0..1.</param>
    public static Slice Of(long seed, int rounds, double silent)
    {
        var plan = PoRNetwork.Create().Participants(200).Nodes(20).Seed(seed).Reviews(2)
            .Set("protocol.committee-size", $"{CommitteeSize}");
        using var network = (silent > 0 ? plan.With(new Silent(), silent) : plan).Build();
        var views = new List<CommitteeView>();
        for (var round = 1; round <= rounds; round++)
        {
            views.Add(network.World.ChainOf(new NodeId(0))?.Tip.View ?? network.World.Genesis.View);
            network.RunUntilDecided(round);
        }

        var seats = network.Facts
            .Where(seen => network.Nodes[seen.Node].IsHonest).Select(static seen => seen.Fact)
            .OfType<Fact.BallotSigned>()
            .GroupBy(static fact => (fact.Vote.Ballot.Parent, fact.Vote.Ballot.Step))
            .ToDictionary(static step => step.Key, static step => step.Sum(static fact => fact.Seats));
        var speakers = network.World.Population.Keys
            .Where((_, who) => network.Nodes[network.World.Population.Nodes[who].Index].IsHonest)
            .Select(static keys => keys.PublicKey).ToHashSet();
        var slice = default(Slice);
        foreach (var view in views)
        {
            var missed = s_steps.Count(
                step => seats.GetValueOrDefault((view.Parent, step)) < view.CertificateThreshold);
            var weight = view.Members.Where(member => speakers.Contains(member.Key)).Sum(static m => m.Weight);
            var expected = BinomialTails.Below(
                weight, (double)view.ExpectedSeats(Step.LeaderSelection) / view.TotalWeight,
                view.CertificateThreshold);
            slice = slice.With(s_steps.Length, missed, s_steps.Length * expected);
        }

        return slice;
    }

    /// <summary>How far what was seen is from what was expected; each slice has one degree of freedom.</summary>
    public static double ChiSquare(IEnumerable<Slice> slices) => slices.Sum(static slice =>
        Math.Pow(slice.Missed - slice.Expected, 2) / (slice.Expected * (1 - (slice.Expected / slice.Steps))));

    private static (double Silent, Slice Slice) Read(string row)
    {
        var parts = row.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        return (parts[0], new Slice((int)parts[1], (int)parts[2], parts[3]));
    }

    private static string Report(string name, IEnumerable<IGrouping<double, (double Silent, Slice Slice)>> shares)
    {
        var rows = string.Join('\n', shares.Select(static share =>
        {
            var slices = share.Select(static row => row.Slice).ToList();
            return string.Create(
                CultureInfo.InvariantCulture,
                $"| {share.Key:0 %} | {slices.Sum(static s => s.Steps):N0} | {slices.Sum(static s => s.Expected):0.0} "
                + $"| {slices.Sum(static s => s.Missed)} | {ChiSquare(slices):0.00} |");
        }));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"""
            # {name}

            Simulated networks of 200 participants on 20 nodes, committees of {CommitteeSize} seats of which a quorum
            is 69; some nodes say nothing. Steps 2 and 3 of each round: how many have fewer seats than a quorum among
            the honest, beside what the binomial distribution says of each round's own weights. Five networks of
            {RoundsOfSeed} rounds for each share; χ² of five degrees of freedom is beyond {ChiSquareMax} once in a
            thousand times.

            | silent weight at most | steps | misses expected | missed | χ² |
            |---|---|---|---|---|
            {rows}

            """);
    }

    /// <summary>Steps of one network.</summary>
    /// <param name="Steps">How many.</param>
    /// <param name="Missed">Those of too few seats.</param>
    /// <param name="Expected">The sum of their probabilities to be missed.</param>
    internal readonly record struct Slice(int Steps, int Missed, double Expected)
    {
        public Slice With(int steps, int missed, double expected) =>
            new(Steps + steps, Missed + missed, Expected + expected);
    }
}
