using PoR.Actors.Messages;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.TestKit.Adversaries;

/// <summary>
/// A hostile member that speaks in every step of every round in which it may, and signs a credential that is not its
/// own, so that it would sit where it likes if anybody believed it. It speaks to some nodes only.
/// </summary>
internal sealed class WrongCredentials
{
    private readonly TestWorld _network;
    private readonly Cast _cast;
    private readonly int _node;
    private readonly int[] _to;
    private readonly HashSet<(BlockDigest Parent, Step Step)> _said = [];

    /// <param name="network">Has a <see cref="Puppet"/> at the hostile node.</param>
    /// <param name="seed">Of the network's keys.</param>
    /// <param name="node">The hostile node's number.</param>
    /// <param name="to">To whom it speaks.</param>
    public WrongCredentials(TestWorld network, ulong seed, int node, params int[] to)
    {
        (_network, _node, _to) = (network, node, to);
        _cast = new Cast(network.World.Population.Genesis, seed);
        network.Observer = See;
    }

    /// <summary>The hostile account.</summary>
    public PublicKey Key => _network.ParticipantOf(_node);

    /// <summary>The rounds in which it has spoken.</summary>
    public SortedSet<Round> Rounds { get; } = [];

    private void See(Fact fact)
    {
        if (fact is not Fact.StepEntered { Node.Index: var at, Round: var round, Step: var step }
            || step < Step.LeaderSelection)
            return;
        var view = _network.Chain(at).Tip.View;
        if (view.Round != round || view.Find(Key) is null || !_said.Add((view.Parent, step)))
            return;
        var vote = _cast.WithWrongCredential(_cast.Vote(
            _cast.NumberOf(Key), view, step, null, step.CarriesBit ? (byte)1 : null));
        Rounds.Add(round);
        Puppet.Say(
            _network, _network.Now + TimeSpan.FromMilliseconds(1), _node, _to, new PeerMessage.VoteSent(vote));
    }
}
