using System.Collections.Immutable;
using PoR.Actors.Participants;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Node.Running;

/// <summary>Where a peer stands, as far as its facts have told. Immutable.</summary>
/// <param name="Peer">Its identity.</param>
public sealed record PeerStatus(PublicKey Peer)
{
    /// <summary>Who lives on it, and what each has signed last; round 0: nothing since it lives here.</summary>
    public ImmutableSortedDictionary<PublicKey, SignedSlot> Hosted { get; init; } =
        ImmutableSortedDictionary<PublicKey, SignedSlot>.Empty;

    /// <summary>Participants that have signed nothing yet.</summary>
    internal static ImmutableSortedDictionary<PublicKey, SignedSlot> Fresh(IEnumerable<ParticipantKeys> participants) =>
        participants.ToImmutableSortedDictionary(keys => keys.PublicKey, _ => default(SignedSlot));

    /// <summary>How many participants live on it.</summary>
    public int Participants => Hosted.Count;

    /// <summary>The last block of its chain.</summary>
    public Round Height { get; init; }

    /// <summary>H(B^r) of that block.</summary>
    public BlockDigest Tip { get; init; }

    /// <summary>The round that is open.</summary>
    public Round Round { get; init; }

    /// <summary>Its step.</summary>
    public Step Step { get; init; }

    /// <summary>When the chain has grown last; before that, when the peer was started.</summary>
    public DateTimeOffset GrownAt { get; init; }

    /// <summary>What its store could not do, while it fails and a few seconds more; null: nothing.</summary>
    public string? StorageFault { get; init; }

    /// <summary>Rights to sponsor that its participants have drawn and that still last, oldest first (D41).</summary>
    public ImmutableList<SponsorRight> Rights { get; init; } = [];

    /// <summary>Accounts that look for a sponsor, until they are registered or their request expires (D41).</summary>
    public ImmutableSortedDictionary<PublicKey, SponsorshipRequest> Seeking { get; init; } =
        ImmutableSortedDictionary<PublicKey, SponsorshipRequest>.Empty;

    /// <summary>Indices of the peers that it reaches.</summary>
    public ImmutableSortedSet<int> Links { get; init; } = [];
}

/// <summary>A slot that a participant has signed.</summary>
/// <param name="Round">r.</param>
/// <param name="Step">s.</param>
public readonly record struct SignedSlot(Round Round, Step Step);
