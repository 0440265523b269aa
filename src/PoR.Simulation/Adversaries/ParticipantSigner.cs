using System.Collections.Immutable;
using PoR.Actors.Participants;
using PoR.Chain;
using PoR.Consensus.Sortition;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Ledger.Blocks;
using PoR.Simulation.Worlds;
using PoR.Wire;

namespace PoR.Simulation.Adversaries;

/// <summary>One participant, who signs whatever is wanted, honest or not.</summary>
/// <remarks>
/// One-time keys are made anew for each message, so that it can contradict itself, as somebody with an early copy of
/// its keys could.
/// </remarks>
public sealed class ParticipantSigner
{
    private readonly ICryptography _cryptography;
    private readonly ulong _seed;
    private readonly int _number;
    private readonly ParticipantKeys _keys;

    /// <summary>A participant whose keys follow from a seed.</summary>
    /// <param name="cryptography">Real, or the insecure stand-in.</param>
    /// <param name="seed">Of the run, or another one for accounts that the run does not know.</param>
    /// <param name="number">Of the participant.</param>
    public ParticipantSigner(ICryptography cryptography, ulong seed, int number)
    {
        (_cryptography, _seed, _number) = (cryptography, seed, number);
        _keys = NewKeys();
    }

    /// <summary>The account.</summary>
    public PublicKey Key => _keys.PublicKey;

    /// <summary>All its public keys.</summary>
    public NewcomerKeys PublicKeys => new(Key, _keys.Vrf.PublicKey, _keys.OneTime.Root);

    /// <summary>Keys of which none has been used.</summary>
    public ParticipantKeys NewKeys() => SimulatedKeys.Of(_cryptography, _seed, _number);

    /// <summary>What it draws.</summary>
    public VrfOutput Draw(ReadOnlySpan<byte> alpha) => _cryptography.VrfEvaluate(_keys.Vrf, alpha);

    /// <summary>The proof of what it draws.</summary>
    public VrfProof Prove(ReadOnlySpan<byte> alpha) => _cryptography.VrfProve(_keys.Vrf, alpha);

    /// <summary>What it draws its lot of a step from.</summary>
    public byte[] Alpha(CommitteeView view, Step step)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Credentials.Alpha(Key, view.Round, step, view.Seed);
    }

    /// <summary>Null for who draws no seat in a step, or may not draw.</summary>
    internal MemberLot? Lot(CommitteeView view, Step step)
    {
        ArgumentNullException.ThrowIfNull(view);
        return view.Find(Key) is { } member ? MemberLot.Draw(view, step, member, Draw(Alpha(view, step))) : null;
    }

    /// <summary>A vote with its credential, whether it has a seat or not.</summary>
    public UnverifiedVote Vote(
        CommitteeView view, Step step, BlockValue? value, byte? bit = null, BlockValue? noConfidence = null)
    {
        ArgumentNullException.ThrowIfNull(view);
        return Sign(new Ballot(
            view.Network, view.Round, step, view.Parent, Key, value, bit, noConfidence, Prove(Alpha(view, step))));
    }

    /// <summary>Any words.</summary>
    public UnverifiedVote Sign(Ballot ballot)
    {
        ArgumentNullException.ThrowIfNull(ballot);
        return new(ballot, NewKeys().OneTime.Sign(ballot.Round, ballot.Step, UnverifiedVote.SigningBytes(ballot)));
    }

    /// <summary>The same words with a credential that proves nothing of them.</summary>
    public UnverifiedVote WithWrongCredential(UnverifiedVote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        return Sign(vote.Ballot with { Credential = Prove("another"u8) });
    }

    /// <summary>Its ticket for a round.</summary>
    internal LeaderTicket Ticket(CommitteeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new(
            view.Network, view.Round, view.Parent, Key, Prove(Alpha(view, Step.BlockProposal)),
            Prove(Credentials.SeedAlpha(Key, view.Seed)));
    }

    /// <summary>A block that it proposes.</summary>
    public Proposal Proposal(CommitteeView view, Block block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return new(Vote(view, Step.BlockProposal, new BlockValue(block.Digest, Key)), CompactBlock.Of(block));
    }

    /// <summary>Itself as the proposer of the block after a branch.</summary>
    public Proposer ProposerOn(Branch on)
    {
        ArgumentNullException.ThrowIfNull(on);
        return new(Key, Prove(Credentials.SeedAlpha(Key, on.State.Seed)));
    }

    /// <summary>The seed that its block leaves.</summary>
    public Seed SeedAfter(Branch on)
    {
        ArgumentNullException.ThrowIfNull(on);
        return SeedChain.AfterBlock(Draw(Credentials.SeedAlpha(Key, on.State.Seed)), on.View.Round);
    }

    /// <summary>A block of its own, whose evaluations are right where the scores are.</summary>
    /// <param name="on">After which branch.</param>
    /// <param name="candidates">Of which all are taken that are valid.</param>
    /// <param name="scores">Say what a text is worth.</param>
    /// <param name="evidence">What it accuses others of.</param>
    /// <param name="afterMs">How long after its parent it says that it was made.</param>
    public BuiltBlock Build(
        Branch on, IEnumerable<SignedTransaction> candidates, ITextScores scores, ImmutableArray<Evidence> evidence,
        long afterMs)
    {
        ArgumentNullException.ThrowIfNull(on);
        return new BlockBuilder(
            on.State, ProposerOn(on), SeedAfter(on), new Timestamp(on.State.Time.Milliseconds + afterMs), candidates,
            evidence, scores, on.StakeState).Try(int.MaxValue).Seal();
    }

    /// <summary>Any transaction; that its sender is another account makes it invalid.</summary>
    public SignedTransaction Signed(Transaction body) =>
        new(body, _cryptography.Sign(_keys.Account, SignedTransaction.SigningBytes(body)));

    /// <summary>Its word for a newcomer, whether it has drawn the right or not.</summary>
    /// <param name="view">Of the right's round.</param>
    /// <param name="newcomer">Whom it admits.</param>
    /// <param name="seat">Which of its rights of that round.</param>
    public Sponsorship Sponsor(CommitteeView view, NewcomerKeys newcomer, long seat)
    {
        ArgumentNullException.ThrowIfNull(view);
        var right = new SponsorRight(Key, view.Round, seat);
        var message = Sponsorship.SigningBytes(view.Network, right, view.Seed, newcomer);
        return new Sponsorship(
            right, view.Seed, Prove(Alpha(view, Step.BlockProposal)), _cryptography.Sign(_keys.Account, message));
    }
}
