using PoR.Actors.Participants;
using PoR.Consensus.Sortition;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;

namespace PoR.Actors.Tests.Stages;

/// <summary>What a participant can say with its keys, selected or not.</summary>
internal static class Voice
{
    public static UnverifiedVote Vote(
        this ParticipantKeys keys,
        ICryptography cryptography,
        CommitteeView view,
        Step step,
        BlockValue? value,
        byte? bit = null,
        BlockValue? noConfidence = null) => keys.Sign(new Ballot(
            view.Network, view.Round, step, view.Parent, keys.PublicKey, value, bit, noConfidence,
            keys.Credential(cryptography, view, step)));

    public static UnverifiedVote Sign(this ParticipantKeys keys, Ballot ballot) => new(
        ballot, keys.OneTime.Sign(ballot.Round, ballot.Step, UnverifiedVote.SigningBytes(ballot)));

    public static LeaderTicket Ticket(this ParticipantKeys keys, ICryptography cryptography, CommitteeView view) => new(
        view.Network, view.Round, view.Parent, keys.PublicKey,
        keys.Credential(cryptography, view, Step.BlockProposal),
        cryptography.VrfProve(keys.Vrf, Credentials.SeedAlpha(keys.PublicKey, view.Seed)));

    private static VrfProof Credential(
        this ParticipantKeys keys, ICryptography cryptography, CommitteeView view, Step step) =>
        cryptography.VrfProve(keys.Vrf, Credentials.Alpha(keys.PublicKey, view.Round, step, view.Seed));
}
