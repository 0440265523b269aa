using System.Globalization;
using AkkaSimulation;
using PoR.Configuration.Profiles;

namespace PoR.Simulation.Swarms;

/// <summary>Draws an adversary and machines that lose their disks, for some of the seeds.</summary>
/// <remarks>
/// Whoever has lost what it had signed is silent in that round, as a silent adversary is in all. Together they are
/// never so many that the others are no quorum, or that round would never end. They are drawn from a stream of their
/// own, so that a seed without them is the run that it was before there were any.
/// </remarks>
internal static class HostileDice
{
    /// <summary>More rounds, so that a block of an honest leader follows the faults.</summary>
    public const int FurtherRounds = 4;

    private const int OneInWithAdversary = 3;
    private const int OneInWithLoss = 4;
    private const int EventsMost = 50;
    private const int DownTenthsMost = 50;
    private const int QuorumPercent = 69;
    private const int PeersBesideHostile = 2; // Who hears others through silent nodes only would be cut off.

    /// <summary>Adds them.</summary>
    /// <param name="draw">A run without them.</param>
    /// <param name="lastStart">Until when faults begin, in tenths of a second.</param>
    public static SwarmDraw Add(SwarmDraw draw, int lastStart)
    {
        var stream = RandomStream.Of((ulong)draw.Seed, "swarm of adversaries");
        var spare = draw.Nodes - (((QuorumPercent * draw.Nodes) + 99) / 100);
        var hostile = stream.Next(OneInWithAdversary) == 0 ? 1 + stream.Next(spare) : 0;
        var strategy = AdversaryNames.All[stream.Next(AdversaryNames.All.Length)];
        if (hostile > 0)
            draw = draw with
            {
                Adversary = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{strategy} {((100 * hostile) + draw.Nodes - 1) / draw.Nodes}%"),
                Rounds = draw.Rounds + FurtherRounds,
                GossipDegree = draw.GossipDegree is { } degree
                    ? Math.Min(draw.Nodes - 1, Math.Max(degree, hostile + PeersBesideHostile))
                    : null,
            };
        if (stream.Next(OneInWithLoss) > 0 || hostile == spare)
            return draw;
        var losing = 1 + stream.Next(spare - hostile);
        var loss = stream.Next(2) == 0
            ? new DrawnFault("wipe", "wipe", default, default, "")
            : new DrawnFault(
                "lose-tail", string.Create(CultureInfo.InvariantCulture, $"lose-tail:{1 + stream.Next(EventsMost)}"),
                default, default, "");
        return draw with
        {
            Faults =
            [
                .. draw.Faults.Append(loss with
                {
                    What = $"{loss.What} of {SwarmDice.NodesOf(stream, losing, draw.Nodes)}",
                    Start = TimeSpan.FromSeconds(stream.Next(lastStart) / 10.0),
                    Length = TimeSpan.FromSeconds((1 + stream.Next(DownTenthsMost)) / 10.0),
                }).OrderBy(static fault => fault.Start),
            ],
        };
    }
}
