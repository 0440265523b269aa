using PoR.Chain;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Actors.Participants;

/// <summary>Everything a participant accepts. Closed: every case is nested here.</summary>
public abstract record ParticipantMessage
{
    private ParticipantMessage()
    {
    }

    /// <summary>Its node's round has come to step 1: whoever is selected proposes.</summary>
    /// <param name="Branch">The chain that the block would extend.</param>
    public sealed record ProposalStepOpened(Branch Branch) : ParticipantMessage;

    /// <summary>Its node's round has come to a step's vote: whoever is selected signs this position.</summary>
    /// <param name="View">Who may speak, on which branch.</param>
    /// <param name="Step">s, 2 and up.</param>
    /// <param name="Value">v, or null for ⊥.</param>
    /// <param name="Bit">b from step 4 on.</param>
    /// <param name="NoConfidence">The block that failed re-evaluation, in step 3.</param>
    public sealed record VoteStepOpened(
        CommitteeView View, Step Step, BlockValue? Value, byte? Bit, BlockValue? NoConfidence) : ParticipantMessage;

    /// <summary>Its ticket still leads at its node: now the block is worth making.</summary>
    /// <param name="Parent">The branch of the ticket.</param>
    public sealed record BodyDue(BlockDigest Parent) : ParticipantMessage;

    /// <summary>
    /// It is to live here: sent to a participant of a cluster, which has recovered by the time that it hears this.
    /// </summary>
    public sealed record Wake : ParticipantMessage
    {
        /// <summary>The one instance.</summary>
        public static Wake Instance { get; } = new();
    }

    /// <summary>The block that it asked for has been built.</summary>
    /// <param name="Block">Evaluated and ready to be signed.</param>
    public sealed record BlockBuilt(Block Block) : ParticipantMessage;

    /// <summary>It is to use a right that it has drawn for an account.</summary>
    /// <param name="Right">Its own.</param>
    /// <param name="Seed">Q^{r−1} of the right's round.</param>
    /// <param name="Newcomer">Whom it admits.</param>
    public sealed record Sponsor(SponsorRight Right, Seed Seed, NewcomerKeys Newcomer) : ParticipantMessage;

    /// <summary>Somebody admits it, by a right that has been checked.</summary>
    public sealed record Admitted(Sponsorship Sponsorship) : ParticipantMessage;

    /// <summary>
    /// Whoever keeps its one-time keys wants them as they are now, without those that are spent. It answers
    /// <see cref="KeysExported"/>, unless none is spent. Only the participant itself can tell: it alone spends them.
    /// </summary>
    public sealed record KeysDue : ParticipantMessage
    {
        /// <summary>The one instance.</summary>
        public static KeysDue Instance { get; } = new();
    }

    /// <summary>Its peer stops. It is answered after the write that is under way: nothing else is signed.</summary>
    public sealed record StopSigning : ParticipantMessage
    {
        /// <summary>The one instance.</summary>
        public static StopSigning Instance { get; } = new();
    }
}

/// <summary>One-time keys as they were when a participant was asked for them.</summary>
/// <param name="Key">Whose.</param>
/// <param name="Round">Of the last slot that is spent.</param>
/// <param name="Step">Of that slot.</param>
/// <param name="Secret">The export, for a store in the same process; whoever stores it erases it.</param>
public sealed record KeysExported(PublicKey Key, Round Round, Step Step, byte[] Secret)
{
    /// <summary>The keys of a participant that is not in use at the moment.</summary>
    /// <returns>Null: none of them is spent.</returns>
    public static KeysExported? Of(ParticipantKeys keys) => keys.OneTime is { LastRound.Number: > 0 } oneTime
        ? new KeysExported(keys.PublicKey, oneTime.LastRound, oneTime.LastStep, oneTime.Export())
        : null;

    /// <summary>Without the secret.</summary>
    public override string ToString() => $"KeysExported of {Key}, spent up to round {Round}, step {Step}";
}

/// <summary>Nothing will be signed any more, and all that has been signed is stored or was refused.</summary>
public sealed record SigningStopped
{
    /// <summary>The one instance.</summary>
    public static SigningStopped Instance { get; } = new();
}

/// <summary>A message for one participant of a peer.</summary>
/// <param name="Key">Whose.</param>
/// <param name="Message">The message.</param>
public sealed record ToParticipant(PublicKey Key, ParticipantMessage Message);

/// <summary>A participant of a cluster lives on this peer from now on; its sender is the participant.</summary>
/// <param name="Key">Whose.</param>
public sealed record ParticipantJoined(PublicKey Key);

/// <summary>A participant that another actor supervises has broken an invariant, which ends its peer.</summary>
/// <param name="Failure">What it was.</param>
internal sealed record ParticipantFailed(Exception Failure);

/// <summary>A message for all participants of a peer.</summary>
/// <param name="Message">One object for all.</param>
public sealed record ToParticipants(ParticipantMessage Message);
