using PoR.Actors.Sponsors;
using PoR.Consensus.Admission;
using PoR.Consensus.Sortition;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;

namespace PoR.Actors.Participants;

/// <summary>The end of a lottery. Closed: every case is nested here.</summary>
internal abstract record Drawn
{
    private Drawn()
    {
    }

    /// <summary>Rights to sponsor, which a lot of step 1 gives beside its seats; null: none.</summary>
    public DrawnRights? Rights { get; init; }

    /// <summary>Not selected: silent in this step.</summary>
    public sealed record NoSeat : Drawn
    {
        /// <summary>Without rights.</summary>
        public static NoSeat Instance { get; } = new();
    }

    /// <summary>Selected to propose.</summary>
    /// <param name="Opened">What the lot was drawn for.</param>
    /// <param name="Ticket">The small message.</param>
    /// <param name="NextSeed">Q^r if its block is decided.</param>
    /// <param name="Seats">1 and up.</param>
    public sealed record Proposer(
        ParticipantMessage.ProposalStepOpened Opened, LeaderTicket Ticket, Seed NextSeed, long Seats) : Drawn;

    /// <summary>Selected to vote.</summary>
    /// <param name="Opened">What the lot was drawn for.</param>
    /// <param name="Credential">σ^{r,s}.</param>
    /// <param name="Seats">1 and up.</param>
    public sealed record Verifier(
        ParticipantMessage.VoteStepOpened Opened, VrfProof Credential, long Seats) : Drawn;
}

/// <summary>Sortition of one participant in one step: evaluate first, prove only when selected (PoR §5.2).</summary>
internal static class Lottery
{
    /// <summary>The lot of step 1.</summary>
    public static Drawn DrawProposer(
        ICryptography cryptography,
        VrfSecretKey key,
        CommitteeMember member,
        ParticipantMessage.ProposalStepOpened opened)
    {
        var view = opened.Branch.View;
        var ofCredential = Credentials.Alpha(member.Key, view.Round, Step.BlockProposal, view.Seed);
        var output = cryptography.VrfEvaluate(key, ofCredential);
        var rights = RightsOf(view, member, output);
        if (MemberLot.Draw(view, Step.BlockProposal, member, output) is not { Seats: var seats })
            return rights is null ? Drawn.NoSeat.Instance : new Drawn.NoSeat { Rights = rights };
        var ofSeed = Credentials.SeedAlpha(member.Key, view.Seed);
        var ticket = new LeaderTicket(
            view.Network, view.Round, view.Parent, member.Key, cryptography.VrfProve(key, ofCredential),
            cryptography.VrfProve(key, ofSeed));
        var nextSeed = SeedChain.AfterBlock(cryptography.VrfEvaluate(key, ofSeed), view.Round);
        return new Drawn.Proposer(opened, ticket, nextSeed, seats) { Rights = rights };
    }

    /// <summary>The lot of a later step.</summary>
    public static Drawn DrawVerifier(
        ICryptography cryptography,
        VrfSecretKey key,
        CommitteeMember member,
        ParticipantMessage.VoteStepOpened opened)
    {
        var (view, step) = (opened.View, opened.Step);
        var alpha = Credentials.Alpha(member.Key, view.Round, step, view.Seed);
        return MemberLot.Draw(view, step, member, cryptography.VrfEvaluate(key, alpha)) is { Seats: var seats }
            ? new Drawn.Verifier(opened, cryptography.VrfProve(key, alpha), seats)
            : Drawn.NoSeat.Instance;
    }

    private static DrawnRights? RightsOf(CommitteeView view, CommitteeMember member, VrfOutput output) =>
        SponsorLot.RightsOf(view, member, output, out var choice) is > 0 and var count
            ? new DrawnRights(member.Key, view.Round, view.Seed, count, choice)
            : null;
}
