using System.Collections.Immutable;
using System.Diagnostics;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Core.Agreement;

/// <summary>
/// Proof that an account misbehaved in a round (D13). Closed: every case is nested here.
/// </summary>
public abstract record Evidence : ICanonical<Evidence>
{
    /// <summary>Most votes that a decoder accepts.</summary>
    public const int VotesMax = 100_000;

    private const byte NoConfidenceKind = 1;
    private const byte ContradictionKind = 2;
    private const byte WrongCredentialKind = 3;

    private Evidence()
    {
    }

    /// <summary>The first byte, and what the state remembers: 1 and up.</summary>
    public byte Kind => this switch
    {
        NoConfidence => NoConfidenceKind,
        Contradiction => ContradictionKind,
        WrongCredential => WrongCredentialKind,
        _ => throw new UnreachableException($"No kind of {GetType().Name}."),
    };

    /// <summary>Whom it accuses.</summary>
    public abstract PublicKey Accused { get; }

    /// <summary>The round of the misbehaviour.</summary>
    public abstract Round Round { get; }

    /// <summary>t_H seats of step-3 votes without confidence in a leader's block (PoR §5.2 step 4).</summary>
    /// <param name="InRound">The round.</param>
    /// <param name="Parent">H(B^{r−1}): on which branch.</param>
    /// <param name="Value">The block and its leader.</param>
    /// <param name="Votes">In ascending order of sender.</param>
    public sealed record NoConfidence(
        Round InRound, BlockDigest Parent, BlockValue Value, ImmutableArray<UnverifiedVote> Votes) : Evidence
    {
        /// <inheritdoc/>
        public override PublicKey Accused => Value.Leader;

        /// <inheritdoc/>
        public override Round Round => InRound;
    }

    /// <summary>Two different votes by one sender in one round and step, on whatever branches.</summary>
    /// <param name="First">The vote with the lower digest.</param>
    /// <param name="Second">The vote with the higher digest.</param>
    public sealed record Contradiction(UnverifiedVote First, UnverifiedVote Second) : Evidence
    {
        /// <inheritdoc/>
        public override PublicKey Accused => First.Ballot.Sender;

        /// <inheritdoc/>
        public override Round Round => First.Ballot.Round;
    }

    /// <summary>A vote, or a proposer's ballot, whose sender signed a credential that is not its own (D15).</summary>
    /// <param name="Vote">The vote: its one-time signature holds, its credential proves nothing.</param>
    public sealed record WrongCredential(UnverifiedVote Vote) : Evidence
    {
        /// <inheritdoc/>
        public override PublicKey Accused => Vote.Ballot.Sender;

        /// <inheritdoc/>
        public override Round Round => Vote.Ballot.Round;
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Byte(Kind);
        switch (this)
        {
            case NoConfidence e:
                writer.Int64(e.InRound.Number);
                writer.Fixed(e.Parent.Bytes);
                writer.Value(e.Value);
                writer.List(e.Votes);
                break;
            case Contradiction e:
                writer.Value(e.First);
                writer.Value(e.Second);
                break;
            case WrongCredential e:
                writer.Value(e.Vote);
                break;
        }
    }

    /// <inheritdoc/>
    public static Evidence? Read(ref CanonicalReader reader)
    {
        switch (reader.Byte())
        {
            case NoConfidenceKind:
                var round = new Round(reader.Int64());
                var parent = new BlockDigest(reader.Fixed32());
                var value = BlockValue.Read(ref reader);
                var votes = reader.List<UnverifiedVote>(VotesMax);
                return value is null || reader.Fault is not null
                    ? null
                    : new NoConfidence(round, parent, value, votes);
            case ContradictionKind:
                var first = UnverifiedVote.Read(ref reader);
                var second = UnverifiedVote.Read(ref reader);
                return first is null || second is null ? null : new Contradiction(first, second);
            case WrongCredentialKind:
                return UnverifiedVote.Read(ref reader) is { } vote ? new WrongCredential(vote) : null;
            default:
                reader.Fail("evidence must be of kind 1, 2 or 3.");
                return null;
        }
    }
}
