using System.Collections.Immutable;
using System.Globalization;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Exploration.Bba;

/// <summary>What is explored.</summary>
/// <param name="Seats">Of each node, 1 to 3; at most 13 nodes. The last ones are hostile.</param>
/// <param name="Hostile">How many nodes are hostile; fewer than all.</param>
/// <param name="Delivery">What honest nodes hear of each other.</param>
public sealed record BbaSetting(ImmutableArray<int> Seats, int Hostile, Delivery Delivery)
{
    /// <summary>Most nodes: a state has room for these.</summary>
    public const int NodesMax = 13;

    /// <summary>Most seats of one node.</summary>
    public const int SeatsMax = 3;

    /// <summary>How hostile nodes speak.</summary>
    public Adversary Adversary { get; init; } = Adversary.Split;

    /// <summary>What else the adversary decides.</summary>
    public Scope Scope { get; init; }

    /// <summary>They give t_H.</summary>
    public ProtocolParameters Parameters { get; init; } = ProtocolParameters.Hardened;

    /// <summary>Nodes of one seat each.</summary>
    internal static BbaSetting Of(int nodes, int hostile, Delivery delivery) =>
        new([.. Enumerable.Repeat(1, nodes)], hostile, delivery);

    /// <summary>The committee as the product sees it; everybody sits with all its weight.</summary>
    public CommitteeView View => new(
        default, new Round(1), default, default,
        [.. Seats.Select((seats, node) => new CommitteeMember(Key(node), default, default, seats))],
        Parameters with { CommitteeSize = null });

    /// <summary>How many nodes are honest: those from 0 on.</summary>
    public int Honest => Seats.Length - Hostile;

    /// <summary>Seats of hostile nodes.</summary>
    public int HostileSeats => Seats.Skip(Honest).Sum();

    /// <summary>Whether fewer than a third of the seats are hostile, as every proof assumes.</summary>
    public bool IsWithinAssumption => 3 * HostileSeats < Seats.Sum();

    /// <summary>A key that no other node has.</summary>
    internal static PublicKey Key(int node)
    {
        Span<byte> bytes = stackalloc byte[32];
        bytes[^1] = (byte)(node + 1);
        return new PublicKey(new(bytes));
    }

    /// <summary>Such as <c>n = 4, f = 1, t_H = 3</c>.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"n = {Seats.Length}, f = {Hostile}, t_H = {View.CertificateThreshold}")
        + (Seats.Any(seats => seats > 1) ? $", seats {string.Join(',', Seats)}" : "");
}
