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

    /// <summary>Not selected: silent in this step.</summary>
    public sealed record NoSeat : Drawn
    {
        /// <summary>The one instance.</summary>
        public static NoSeat Instance { get; } = new();
    }

    /// <summary>Selected to propose.</summary>
    /// <param name="Opened">What the lot was drawn for.</param>
    /// <param name="Ticket">The small message.</param>
    /// <param name="NextSeed">Q^r if its block is decided.</param>
    public sealed record Proposer(
        ParticipantMessage.ProposalStepOpened Opened, LeaderTicket Ticket, Seed NextSeed) : Drawn;

    /// <summary>Selected to vote.</summary>
    /// <param name="Opened">What the lot was drawn for.</param>
    /// <param name="Credential">σ^{r,s}.</param>
    public sealed record Verifier(ParticipantMessage.VoteStepOpened Opened, VrfProof Credential) : Drawn;
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
        if (Credential(cryptography, key, member, view, Step.BlockProposal) is not { } credential)
            return Drawn.NoSeat.Instance;
        var alpha = Credentials.SeedAlpha(member.Key, view.Seed);
        var ticket = new LeaderTicket(
            view.Network, view.Round, view.Parent, member.Key, credential, cryptography.VrfProve(key, alpha));
        return new Drawn.Proposer(
            opened, ticket, SeedChain.AfterBlock(cryptography.VrfEvaluate(key, alpha), view.Round));
    }

    /// <summary>The lot of a later step.</summary>
    public static Drawn DrawVerifier(
        ICryptography cryptography,
        VrfSecretKey key,
        CommitteeMember member,
        ParticipantMessage.VoteStepOpened opened) =>
        Credential(cryptography, key, member, opened.View, opened.Step) is { } credential
            ? new Drawn.Verifier(opened, credential)
            : Drawn.NoSeat.Instance;

    private static VrfProof? Credential(
        ICryptography cryptography, VrfSecretKey key, CommitteeMember member, CommitteeView view, Step step)
    {
        var alpha = Credentials.Alpha(member.Key, view.Round, step, view.Seed);
        var output = cryptography.VrfEvaluate(key, alpha);
        return MemberLot.Draw(view, step, member, output) is null ? null : cryptography.VrfProve(key, alpha);
    }
}
