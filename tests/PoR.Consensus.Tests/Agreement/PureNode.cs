using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>The shell of one honest node, as small as it can be.</summary>
internal sealed class PureNode
{
    private readonly PureNetwork _network;
    private readonly Dictionary<Step, StepTally> _tallies = [];
    private readonly HashSet<BlockValue> _bodies = [];
    private readonly HashSet<BlockValue> _toVerify = [];
    private readonly List<Packet>[] _unsent;
    private readonly Dictionary<Step, Position> _said = [];
    private int _nextAsked;

    public PureNode(PureNetwork network, int index)
    {
        _network = network;
        Index = index;
        var options = network.Options;
        Machine = Given.Machine(options.Bits, options.Timing);
        _unsent = [.. Enumerable.Range(0, network.HonestCount).Select(_ => new List<Packet>())];
    }

    public int Index { get; }

    public RoundMachine Machine { get; private set; }

    public long EndedAt { get; private set; }

    public IReadOnlyDictionary<Step, Position> Said => _said;

    public IReadOnlyDictionary<Step, StepTally> Tallies => _tallies;

    /// <summary>Most messages that this node still has to send to one peer.</summary>
    public int UnsentMax => _unsent.Max(packets => packets.Count);

    /// <summary>The decided block; null for ε.</summary>
    public BlockDigest? Decided =>
        Machine.Ending switch
        {
            RoundEnding.WithBlock { Value: var value } => value.Block,
            RoundEnding.WithCertificate { Certificate: { IsEmptyBlock: false } c } => c.Block,
            _ => null,
        };

    /// <summary>Grade of the graded consensus: 2, 1, 0, as step 4's position tells it.</summary>
    public int? Grade =>
        _said.TryGetValue(Step.BbaStart, out var p) ? p.Bit == 0 ? 2 : p.Value is null ? 0 : 1 : null;

    public void Tell(RoundEvent input)
    {
        var (next, effects) = Machine.Apply(input);
        Machine = next;
        foreach (var effect in effects)
            Perform(effect);
    }

    public void Receive(Packet packet)
    {
        if (Machine.Ending is not null)
            return;
        switch (packet)
        {
            case Packet.OfVote { Vote: var vote }:
                if (Machine.Counts(vote.Ballot.Step) && TallyOf(vote.Ballot.Step).Add(vote) is { } summary)
                    Tell(new RoundEvent.TallyChanged(summary));
                break;
            case Packet.OfTicket { Ticket: var ticket }:
                Tell(new RoundEvent.TicketHeard(ticket));
                break;
            case Packet.OfBlock { Value: var value }:
                _bodies.Add(value);
                Tell(new RoundEvent.ProposalHeard(value));
                Verify();
                break;
            case Packet.OfCertificate { Certificate: var certificate }:
                Tell(new RoundEvent.CertificateHeard(certificate));
                break;
        }
    }

    private void Perform(RoundEffect effect)
    {
        switch (effect)
        {
            case RoundEffect.OpenProposal:
                if (_network.Options.Proposes(Index))
                    Propose();
                break;
            case RoundEffect.OpenStep e:
                Speak(e);
                break;
            case RoundEffect.ScheduleTimeout e:
                _network.At(
                    _network.Options.FiresAt(Index, _network.Now + (long)e.After.TotalMilliseconds),
                    () => Tell(new RoundEvent.TimeoutElapsed(e.Timer)));
                break;
            case RoundEffect.VerifyBlock e:
                _toVerify.Add(e.Value);
                _network.At(_network.Now, Verify);
                break;
            case RoundEffect.RequestBlock e:
                Ask(n => n._bodies.Contains(e.Value) ? [new Packet.OfBlock(e.Value)] : []);
                break;
            case RoundEffect.RequestProposal e:
                Ask(n => StepOneOf(n, e.Leader));
                break;
            case RoundEffect.Repeat:
                Repeat();
                break;
            case RoundEffect.RoundEnded e:
                End(e.Ending);
                break;
        }
    }

    private void Propose()
    {
        var value = Given.Block(Index);
        _network.Blocks.Add(value);
        Broadcast(new Packet.OfTicket(_network.TicketOf(Index)));
        Broadcast(new Packet.OfBlock(value));
    }

    private void Speak(RoundEffect.OpenStep e)
    {
        _said.Add(e.Step, e.Position); // S3: a second word in one step throws.
        if (_network.VoteOf(Index, e.Step, e.Position) is { } vote)
            Broadcast(new Packet.OfVote(vote));
        _network.HasSpoken(e.Step);
    }

    private void Verify()
    {
        foreach (var value in _toVerify.Where(_bodies.Contains).ToArray())
        {
            _toVerify.Remove(value);
            Tell(new RoundEvent.BlockVerified(value, _network.Options.Verdict(Index, value)));
        }
    }

    // With links of fixed length one peer is asked, another one each time, as the actors do; members of the adversary
    // never answer.
    private void Ask(Func<PureNode, List<Packet>> answer)
    {
        var peers = _network.Nodes.AsEnumerable();
        if (_network.Options.LinkDelay is not null)
        {
            var others = Enumerable.Range(0, _network.Options.NodeCount).Where(i => i != Index).ToArray();
            var next = others[(_nextAsked++ + Index) % others.Length];
            peers = peers.Where(peer => peer.Index == next);
        }

        foreach (var peer in peers)
        {
            if (peer == this || !_network.Options.CanPass(Index, peer.Index, _network.Now))
                continue;
            var delay = _network.Options.LinkDelay?.Invoke(Index, peer.Index) ?? 0;
            _network.At(_network.Now + delay, () =>
            {
                foreach (var packet in answer(peer))
                    _network.Send(peer.Index, Index, packet);
            });
        }
    }

    private static List<Packet> StepOneOf(PureNode node, PublicKey leader)
    {
        var packets = new List<Packet>();
        if (node.Machine.Tickets.TryGetValue(leader, out var ticket))
            packets.Add(new Packet.OfTicket(ticket));
        if (node.Machine.Proposals.TryGetValue(leader, out var value))
            packets.Add(new Packet.OfBlock(value));
        return packets;
    }

    private void Broadcast(Packet packet)
    {
        foreach (var to in _network.Nodes)
        {
            if (!_network.Send(Index, to.Index, packet))
                _unsent[to.Index].Add(packet);
        }
    }

    // Whatever arrived before is a duplicate: so only what did not is sent again; and not what no longer matters.
    private void Repeat()
    {
        if (_network.Options.Repeats)
        {
            for (var to = 0; to < _unsent.Length; to++)
                _unsent[to].RemoveAll(packet => !IsRepeated(packet) || _network.Send(Index, to, packet));
        }
    }

    private bool IsRepeated(Packet packet) =>
        packet is not Packet.OfVote { Vote.Ballot.Step: var step }
        || StepWindow.IsRepeated(step, Machine.Step.Previous);

    private void End(RoundEnding ending)
    {
        EndedAt = _network.Now;
        if (_network.Options.TellsCertificates)
        {
            Broadcast(new Packet.OfCertificate(CertificateOf(ending)));
            RepeatCertificate();
        }
    }

    private void RepeatCertificate() =>
        _network.At(_network.Now + (2 * Given.Lambda), () =>
        {
            Repeat();
            RepeatCertificate();
        });

    // S5: the votes at hand make the certificate, each sender once.
    private Certificate CertificateOf(RoundEnding ending)
    {
        if (ending is RoundEnding.WithCertificate { Certificate: var heard })
            return heard;
        var block = ending as RoundEnding.WithBlock;
        var tally = _tallies[ending.Step];
        var votes = block is null ? tally.VotesForEmptyBlock() : tally.VotesForBlock(block.Value);
        byte? bit = block is null ? (byte)1 : (byte)0;
        Assert.Equal(votes.Length, votes.Select(v => v.Ballot.Sender).Distinct().Count());
        Assert.All(votes, v => Assert.Equal((bit, ending.Step), (v.Ballot.Bit, v.Ballot.Step)));
        Assert.All(votes, v => Assert.True(block is null || block.Value.Equals(v.Ballot.Value)));
        Assert.True(votes.Sum(v => v.Seats) >= _network.Options.Threshold);
        return new Certificate(
            Given.Round,
            Given.Parent,
            block?.Value.Block ?? default,
            ending.Step,
            block?.Ticket.Message,
            [.. votes.Select(v => v.Message)]);
    }

    private StepTally TallyOf(Step step)
    {
        if (!_tallies.TryGetValue(step, out var tally))
        {
            var threshold = _network.Options.Threshold;
            tally = new StepTally(
                Given.Round, Given.Parent, step, threshold, threshold, _network.Options.Bits,
                _network.Options.NodeCount);
            _tallies.Add(step, tally);
        }

        return tally;
    }
}
