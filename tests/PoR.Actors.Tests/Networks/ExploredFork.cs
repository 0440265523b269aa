using System.Collections.Immutable;
using PoR.Actors.Messages;
using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Exploration.Bba;
using PoR.TestKit.Adversaries;
using PoR.Wire;

namespace PoR.Actors.Tests.Networks;

/// <summary>
/// Plays a path that the explorer has found on whole nodes, the last of which is hostile and leads round 1. It plays
/// paths in which honest nodes hear each other in time: all links take 20 ms, and the path says when the hostile node
/// speaks, and to whom.
/// </summary>
internal sealed class ExploredFork : IDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(100);

    private readonly ImmutableArray<Scene> _scenes;
    private readonly int _hostile;
    private readonly Cast _cast;
    private readonly int _leader;
    private readonly Block _block;
    private readonly BlockValue _value;
    private readonly TimingRules _timing;
    private readonly TimeSpan[] _spoken;

    /// <param name="nodes">Honest ones and the hostile one.</param>
    /// <param name="scenes">The path.</param>
    /// <param name="seed">One by which the hostile node leads, and the coin of step 7 is 0.</param>
    /// <param name="tells">Whether honest nodes tell the certificate of a round that they have ended.</param>
    public ExploredFork(int nodes, ImmutableArray<Scene> scenes, long seed, bool tells)
    {
        (_scenes, _hostile, _spoken) = (scenes, nodes - 1, new TimeSpan[nodes]);
        Network = SmallNetwork.Of(
            nodes,
            s => s with { Run = s.Run with { Seed = seed }, Network = s.Network with { GossipDegree = null } },
            setup => setup with { Services = setup.Services with { TellsCertificates = tells } },
            new LinkDelays((from, _) => from == _hostile ? TimeSpan.Zero : Delay),
            Puppet.From(_hostile));
        _cast = new Cast(Network.World.Population.Genesis, (ulong)seed);
        _timing = TimingRules.Of(_cast.View.Parameters);
        _leader = _cast.NumberOf(Network.ParticipantOf(_hostile));
        _block = _cast.Block(_leader, _cast.Root);
        _value = new BlockValue(_block.Digest, _cast[_leader]);
    }

    public TestWorld Network { get; }

    /// <summary>With what honest nodes ended round 1: null for the empty block.</summary>
    public Dictionary<int, BlockDigest?> Endings { get; } = [];

    private IEnumerable<int> Honest => Enumerable.Range(0, _hostile);

    /// <summary>Whether the hostile node leads, and those who speak last throw a coin of 0.</summary>
    public bool IsSeedRight
    {
        get
        {
            var leads = Enumerable.Range(0, _cast.Count)
                .MinBy(who => _cast.Lot(who, _cast.View, Step.BlockProposal)?.Rank) == _leader;
            var rank = _scenes[^1].Speeches
                .Select(speech => _cast.Lot(
                    _cast.NumberOf(Network.ParticipantOf(speech.Node)), _cast.View, new Step(6))!.Value.Rank)
                .Min();
            Span<byte> bytes = stackalloc byte[32];
            rank.Bytes.CopyTo(bytes);
            return leads && (bytes[^1] & 1) == 0;
        }
    }

    /// <summary>Plays the path and lets all honest nodes decide three rounds.</summary>
    public void Play()
    {
        Network.Observer = fact =>
        {
            if (fact is Fact.RoundDecided { Node.Index: var node, Round.Number: 1, Certificate: var c })
                Endings.TryAdd(node, c.IsEmptyBlock ? null : c.Block);
        };
        Say(TimeSpan.FromMilliseconds(50), Honest, new PeerMessage.TicketSent(_cast.Ticket(_leader)));
        foreach (var scene in _scenes)
            Stage(scene);

        // What can be certified at last is certified by the nodes that still speak.
        var last = _scenes[^1];
        foreach (var speech in last.Speeches)
            Say(_spoken[speech.Node] + Lead, [speech.Node], Vote(last.Step, WordOf(last.Step, speech.Word!.Value)));
        Network.Until(() => Honest.All(node => Network.RoundOf(node) >= 3));
    }

    public void Dispose() => Network.Dispose();

    private void Stage(Scene scene)
    {
        foreach (var speech in scene.Speeches)
        {
            var deadline = DeadlineOf(scene.Step, speech.Node);
            if (scene.Step == 2 && speech.Word == 1)
                Say(deadline - Lead, [speech.Node], new PeerMessage.ProposalSent(
                    _cast.Proposal(_leader, _cast.View, _block)));
            if (speech.IsLateEnd)
                Say(deadline - Lead, [speech.Node], Certifying());
            foreach (var word in speech.HeardHostile.SelectMany(words => words))
                Say(deadline - Lead, [speech.Node], Vote(scene.Step - 1, WordOf(scene.Step - 1, word)));
            var waits = scene.Step == 2 ? speech.Word != 1 : speech.IsAtDeadline;
            _spoken[speech.Node] = waits ? deadline : deadline - Lead;
        }
    }

    /// <summary>The hostile vote by which the round can first be ended.</summary>
    private PeerMessage.VoteSent Certifying()
    {
        var first = _scenes.First(scene => scene.Endings != Exploration.Bba.Endings.None);
        return Vote(
            first.Step,
            first.Endings == Exploration.Bba.Endings.Empty ? new Position(null, Bit: 1) : new Position(_value, Bit: 0));
    }

    private TimeSpan DeadlineOf(int step, int node) => step switch
    {
        2 => _timing.SelectionDeadline,
        3 => _timing.VerificationDeadline,
        4 when _timing.BbaStartDeadline is { } start => start,
        _ => _spoken[node] + _timing.StepWait,
    };

    private Position WordOf(int step, int word)
    {
        var position = Words.PositionOf(new Step(step < 8 ? step : 5 + ((step - 5) % 3)), word);
        Assert.NotEqual(Words.B, position.Value);
        return position with { Value = position.Value is null ? null : _value };
    }

    private PeerMessage.VoteSent Vote(int step, Position position) =>
        new(_cast.Vote(_leader, step, position.Value, position.Bit));

    private void Say(TimeSpan at, IEnumerable<int> to, PeerMessage message) =>
        Puppet.Say(Network, at, _hostile, to, message);
}
