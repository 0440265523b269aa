using PoR.Actors.Participants;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Consensus.Sortition;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Evaluation;
using PoR.Ledger.Blocks;
using PoR.Simulation.Worlds;

namespace PoR.Actors.Tests.Networks;

/// <summary>What the participant of a hostile node can say in round 1, with keys of its own.</summary>
internal sealed class HostileVoice
{
    private readonly World _world;
    private readonly ParticipantKeys _keys;

    public HostileVoice(World world, ulong seed, int participant)
    {
        _world = world;
        _keys = SimulatedKeys.Of(world.Cryptography, seed, participant);
    }

    private Branch Root => _world.Genesis;

    private CommitteeView View => Root.View;

    public LeaderTicket Ticket() => new(
        View.Network, View.Round, View.Parent, _keys.PublicKey, CredentialOf(Step.BlockProposal),
        _world.Cryptography.VrfProve(_keys.Vrf, SeedAlpha()));

    /// <summary>A valid block without reviews.</summary>
    public Block Block()
    {
        var seed = SeedChain.AfterBlock(_world.Cryptography.VrfEvaluate(_keys.Vrf, SeedAlpha()), View.Round);
        var time = new Timestamp(Root.State.Time.Milliseconds + 1_000);
        return BlockBuilder.Build(
            Root.State, new Proposer(_keys.PublicKey, Ticket().SeedProof), seed, time, [], [],
            new ModelScores(EvaluationModel.Embedded)).Block;
    }

    /// <summary>A vote, signed as an honest participant's is.</summary>
    public UnverifiedVote Vote(Step step, BlockValue? value, byte? bit)
    {
        var ballot = new Ballot(
            View.Network, View.Round, step, View.Parent, _keys.PublicKey, value, bit, null, CredentialOf(step));
        return new UnverifiedVote(
            ballot, _keys.OneTime.Sign(ballot.Round, ballot.Step, UnverifiedVote.SigningBytes(ballot)));
    }

    private VrfProof CredentialOf(Step step) => _world.Cryptography.VrfProve(
        _keys.Vrf, Credentials.Alpha(_keys.PublicKey, View.Round, step, View.Seed));

    private byte[] SeedAlpha() => Credentials.SeedAlpha(_keys.PublicKey, View.Seed);
}
