using System.Collections.Frozen;
using System.Collections.Immutable;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Core.Agreement;

/// <summary>
/// Who may speak in a round, on one branch, and with which weight: agreed state, equal on every node.
/// </summary>
public sealed class CommitteeView
{
    private readonly FrozenDictionary<PublicKey, int> _indices;

    /// <summary>Joins what agreed state says of a round.</summary>
    /// <param name="network">The network.</param>
    /// <param name="round">r.</param>
    /// <param name="parent">H(B^{r−1}).</param>
    /// <param name="seed">Q^{r−1}.</param>
    /// <param name="members">The eligible, in ascending order of key.</param>
    /// <param name="parameters">The protocol's.</param>
    /// <param name="totalWeight">W, if it is more than the members' weight; null if not.</param>
    /// <param name="eligible">E, if it is more than the members; null if not.</param>
    public CommitteeView(
        NetworkId network,
        Round round,
        BlockDigest parent,
        Seed seed,
        ImmutableArray<CommitteeMember> members,
        ProtocolParameters parameters,
        long? totalWeight = null,
        int? eligible = null)
    {
        Network = network;
        Round = round;
        Parent = parent;
        Seed = seed;
        Members = members;
        Parameters = parameters;
        TotalWeight = totalWeight ?? members.Sum(m => m.Weight);
        EligibleCount = eligible ?? members.Length;
        _indices = members.Select((member, index) => KeyValuePair.Create(member.Key, index)).ToFrozenDictionary();
    }

    /// <summary>The network.</summary>
    public NetworkId Network { get; }

    /// <summary>r.</summary>
    public Round Round { get; }

    /// <summary>H(B^{r−1}).</summary>
    public BlockDigest Parent { get; }

    /// <summary>Q^{r−1}.</summary>
    public Seed Seed { get; }

    /// <summary>The eligible who are not banned, in ascending order of key.</summary>
    public ImmutableArray<CommitteeMember> Members { get; }

    /// <summary>The protocol's.</summary>
    public ProtocolParameters Parameters { get; }

    /// <summary>
    /// W: the sum of the weights in the table that the view's stake comes from. An account that was banned later has no
    /// seat, but still counts here, so that a ban changes neither the seats of others nor the size of a quorum.
    /// </summary>
    public long TotalWeight { get; }

    /// <summary>E: the accounts of that table, those that were banned later included.</summary>
    public int EligibleCount { get; }

    /// <summary>τ of a step, capped at W: n_1 in step 1, the committee's size later (D2).</summary>
    public long ExpectedSeats(Step step)
    {
        var seats = step == Step.BlockProposal ? Parameters.ExpectedProposers : Parameters.CommitteeSize;
        return seats is null ? TotalWeight : Math.Min(seats.Value, TotalWeight);
    }

    /// <summary>t_H = ⌈0.69·min(τ, W)⌉ seats, 1 and up: an empty committee has no quorum (D2).</summary>
    public long CertificateThreshold => ShareOfCommittee(Parameters.CertificateRatio);

    /// <summary>
    /// Seats without confidence that blacklist a leader: the parameters' share of min(τ, W), rounded up, at
    /// least 1 (D13).
    /// </summary>
    public long NoConfidenceThreshold => ShareOfCommittee(Parameters.NoConfidenceRatio);

    /// <summary>The eligible account of a key, or null.</summary>
    public CommitteeMember? Find(PublicKey key) => IndexOf(key) is >= 0 and var index ? Members[index] : null;

    /// <summary>An eligible account's place among <see cref="Members"/>, from 0 on; -1 for any other key.</summary>
    public int IndexOf(PublicKey key) => _indices.TryGetValue(key, out var index) ? index : -1;

    private long ShareOfCommittee(Ratio share)
    {
        var product = (Int128)share.Numerator * ExpectedSeats(Step.LeaderSelection);
        return Math.Max(1, (long)((product + share.Denominator - 1) / share.Denominator));
    }
}

/// <summary>An account that sortition may select in a round.</summary>
/// <param name="Key">Its public key.</param>
/// <param name="VrfKey">Makes its credentials.</param>
/// <param name="OneTimeRoot">Certifies its one-time keys.</param>
/// <param name="Weight">ω: integer sub-users, 1 and up.</param>
public sealed record CommitteeMember(
    PublicKey Key, VrfPublicKey VrfKey, OneTimeRootKey OneTimeRoot, long Weight);
