using PoR.Actors.Contract;
using PoR.Actors.Messages;
using PoR.Consensus.Sortition;
using PoR.Core.Agreement;
using PoR.Core.Protocol;
using PoR.Cryptography;

namespace PoR.Actors.Participants;

/// <summary>Sortition of one participant in one step: evaluate first, prove only when selected (PoR §5.2).</summary>
public sealed class DrawJob : IJob
{
    private readonly ICryptography _cryptography;
    private readonly VrfSecretKey _key;
    private readonly CommitteeMember _member;
    private readonly CommitteeView _view;
    private readonly Step _step;
    private readonly ParticipantMessage _opened;

    private DrawJob(
        ICryptography cryptography, VrfSecretKey key, CommitteeMember member, CommitteeView view, Step step,
        ParticipantMessage opened, TimeSpan duration)
    {
        _cryptography = cryptography;
        _key = key;
        _member = member;
        _view = view;
        _step = step;
        _opened = opened;
        VirtualDuration = duration;
    }

    /// <inheritdoc/>
    public TimeSpan VirtualDuration { get; }

    /// <summary>The lot of step 1.</summary>
    public static DrawJob ToPropose(
        ICryptography cryptography, VrfSecretKey key, CommitteeMember member,
        ParticipantMessage.ProposalStepOpened opened, TimeSpan duration) =>
        new(cryptography, key, member, opened.Branch.View, Step.BlockProposal, opened, duration);

    /// <summary>The lot of a later step.</summary>
    public static DrawJob ToVote(
        ICryptography cryptography, VrfSecretKey key, CommitteeMember member,
        ParticipantMessage.VoteStepOpened opened, TimeSpan duration) =>
        new(cryptography, key, member, opened.View, opened.Step, opened, duration);

    /// <inheritdoc/>
    public IMessage Run()
    {
        var alpha = Credentials.Alpha(_member.Key, _view.Round, _step, _view.Seed);
        var output = _cryptography.VrfEvaluate(_key, alpha);
        if (MemberLot.Draw(_view, _step, _member, output) is null)
            return Drawn.NoSeat.Instance;
        var credential = _cryptography.VrfProve(_key, alpha);
        return _opened switch
        {
            ParticipantMessage.VoteStepOpened opened => new Drawn.Verifier(opened, credential),
            ParticipantMessage.ProposalStepOpened opened => Propose(opened, credential),
            _ => throw new System.Diagnostics.UnreachableException($"No lot for {_opened.GetType().Name}."),
        };
    }

    private Drawn.Proposer Propose(ParticipantMessage.ProposalStepOpened opened, VrfProof credential)
    {
        var alpha = Credentials.SeedAlpha(_member.Key, _view.Seed);
        var ticket = new LeaderTicket(
            _view.Network, _view.Round, _view.Parent, _member.Key, credential,
            _cryptography.VrfProve(_key, alpha));
        return new Drawn.Proposer(
            opened, ticket, SeedChain.AfterBlock(_cryptography.VrfEvaluate(_key, alpha), _view.Round));
    }
}
