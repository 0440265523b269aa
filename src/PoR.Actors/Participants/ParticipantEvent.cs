using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Actors.Participants;

/// <summary>What a participant must never forget. Closed: every case is nested here.</summary>
public abstract record ParticipantEvent
{
    private ParticipantEvent()
    {
    }

    /// <summary>The name of a participant's events and snapshots, on whichever peer it lives.</summary>
    public static string IdOf(PublicKey key) => $"participant/{key}";

    /// <summary>A one-time key has signed; only these stored bytes are ever sent (D28).</summary>
    /// <param name="Vote">Ballot and signature.</param>
    /// <param name="Proposed">
    /// The block that a vote of step 1 proposes: if all peers crash at once, no other peer has the block, but votes for
    /// it still exist.
    /// </param>
    public sealed record BallotSigned(UnverifiedVote Vote, Block? Proposed = null)
        : ParticipantEvent, ICanonical<BallotSigned>
    {
        /// <inheritdoc/>
        public void Write(CanonicalWriter writer)
        {
            writer.Value(Vote);
            writer.Optional(Proposed);
        }

        /// <inheritdoc/>
        public static BallotSigned? Read(ref CanonicalReader reader)
        {
            var vote = UnverifiedVote.Read(ref reader);
            var proposed = reader.Optional<Block>();
            return vote is null || reader.Fault is not null ? null : new BallotSigned(vote, proposed);
        }
    }

    /// <summary>
    /// The participant's keys have left this store, or have come back. Whoever moves them writes it under the next
    /// number of the participant's events, so that an actor that still runs cannot store another ballot.
    /// </summary>
    /// <param name="IsAway">Whether it must be silent here from now on.</param>
    public sealed record KeysMoved(bool IsAway) : ParticipantEvent, ICanonical<KeysMoved>
    {
        /// <inheritdoc/>
        public void Write(CanonicalWriter writer) => writer.Boolean(IsAway);

        /// <inheritdoc/>
        public static KeysMoved? Read(ref CanonicalReader reader)
        {
            var isAway = reader.Boolean();
            return reader.Fault is null ? new KeysMoved(isAway) : null;
        }
    }
}

/// <summary>A participant's snapshot: how far its keys are spent, and what it can still say again.</summary>
/// <remarks>It holds no key, since a stored key could be used a second time.</remarks>
/// <param name="Round">The round of the highest slot that was signed.</param>
/// <param name="Step">The step of that slot.</param>
/// <param name="Ballots">What was signed in that round, in its order.</param>
public sealed record ParticipantState(Round Round, Step Step, ImmutableArray<ParticipantEvent.BallotSigned> Ballots)
    : ICanonical<ParticipantState>
{
    private const byte RoundAndStep = 1;
    private const int SlotBytes = 12;
    private const int BallotsMax = 1 << 17;

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        // Each slot starts with its kind and length, so that new kinds can be added later.
        writer.Byte(RoundAndStep);
        writer.Byte(SlotBytes);
        writer.Int64(Round.Number);
        writer.Int32(Step.Number);
        writer.List(Ballots);
    }

    /// <inheritdoc/>
    public static ParticipantState? Read(ref CanonicalReader reader)
    {
        if (reader.Byte() != RoundAndStep || reader.Byte() != SlotBytes)
            reader.Fail($"a slot must be of kind {RoundAndStep} and have {SlotBytes} bytes.");
        var state = new ParticipantState(
            new Round(reader.Int64()),
            new Step(reader.Int32()),
            reader.List<ParticipantEvent.BallotSigned>(BallotsMax));
        if (state.Round.Number < 1 || state.Step.Number < 1)
            reader.Fail("a round and a step must be 1 or more.");
        return reader.Fault is null ? state : null;
    }
}
