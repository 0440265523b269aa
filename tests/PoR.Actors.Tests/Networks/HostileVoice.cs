using PoR.Actors.Participants;
using PoR.Actors.Services;
using PoR.Actors.Tests.Stages;
using PoR.Chain;
using PoR.Consensus.Sortition;
using PoR.Core.Agreement;
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

    public LeaderTicket Ticket() => _keys.Ticket(_world.Cryptography, View);

    /// <summary>A valid block without reviews.</summary>
    public Block Block()
    {
        var alpha = Credentials.SeedAlpha(_keys.PublicKey, View.Seed);
        var seed = SeedChain.AfterBlock(_world.Cryptography.VrfEvaluate(_keys.Vrf, alpha), View.Round);
        var time = new Timestamp(Root.State.Time.Milliseconds + 1_000);
        return BlockBuilder.Build(
            Root.State, new Proposer(_keys.PublicKey, Ticket().SeedProof), seed, time, [], [],
            new ModelScores(EvaluationModel.Embedded)).Block;
    }

    /// <summary>A vote, signed as an honest participant's is.</summary>
    public UnverifiedVote Vote(Step step, BlockValue? value, byte? bit) =>
        _keys.Vote(_world.Cryptography, View, step, value, bit);
}
