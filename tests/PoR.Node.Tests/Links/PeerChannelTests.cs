using System.Collections.Immutable;
using PoR.Actors.Links;
using PoR.Core.Tests;
using PoR.Node.Links;
using PoR.Wire;
using static PoR.Node.Tests.Links.LinkMessages;

namespace PoR.Node.Tests.Links;

/// <summary>What goes over a link, in which order, and how much of it, without any link.</summary>
public sealed class PeerChannelTests
{
    private static readonly WireLimits s_wire = new(400_000);
    private static readonly ChannelLimits s_limits = new(s_wire);
    private static readonly TimeSpan s_later = TimeSpan.FromMilliseconds(2);

    private readonly ReassemblyBudget _budget = new(500_000);
    private int _woken;

    [Fact(DisplayName = "A message goes after 2 ms, together with those that came meanwhile, in their order")]
    public void A_batch_waits_for_2_ms()
    {
        var channel = Channel();
        Assert.Equal(SendVerdict.Sent, channel.Enqueue(Vote(1), TimeSpan.Zero));
        channel.Enqueue(Vote(2), s_later / 2);
        Assert.Null(channel.TakeFrame(s_later / 2));
        Assert.Equal(s_later, channel.Due());

        var batch = Assert.IsType<Frame.Batch>(channel.TakeFrame(s_later));
        Assert.True(batch.IsUrgent);
        Assert.Equal([Vote(1).Digest, Vote(2).Digest], Heard(Channel(), batch).Select(m => m.Digest));
        Assert.Null(channel.TakeFrame(s_later));
        Assert.Null(channel.Due());
    }

    [Fact(DisplayName = "A batch goes at once with 64 messages, or with 48 KiB of them, and its owner is woken")]
    public void A_full_batch_goes_at_once()
    {
        var channel = Channel();
        for (var i = 0; i < 63; i++)
            channel.Enqueue(Vote(i), TimeSpan.Zero);
        Assert.Null(channel.TakeFrame(TimeSpan.Zero));
        var woken = _woken;
        channel.Enqueue(Vote(63), TimeSpan.Zero);
        Assert.Equal(woken + 1, _woken);
        channel.Enqueue(Vote(64), TimeSpan.Zero);
        Assert.Equal(64, Assert.IsType<Frame.Batch>(channel.TakeFrame(TimeSpan.Zero)).Messages.Length);
        Assert.Null(channel.TakeFrame(TimeSpan.Zero));

        channel = Channel();
        channel.Enqueue(Certificate(40), TimeSpan.Zero);
        channel.Enqueue(Certificate(60), TimeSpan.Zero);
        channel.Enqueue(Certificate(90), TimeSpan.Zero);
        Assert.Equal(2, Assert.IsType<Frame.Batch>(channel.TakeFrame(TimeSpan.Zero)).Messages.Length);
    }

    [Fact(DisplayName = "A long message is cut and put together again; urgent ones go before bulk and between chunks")]
    public void Urgent_goes_first()
    {
        var (channel, other) = (Channel(), Channel());
        var block = Blocks(200_000);
        channel.Enqueue(block, TimeSpan.Zero);
        Assert.Equal(0, Assert.IsType<Frame.Chunk>(channel.TakeFrame(TimeSpan.Zero)).Index);
        channel.Enqueue(Vote(1), TimeSpan.Zero);
        Assert.IsType<Frame.Batch>(channel.TakeFrame(s_later));
        Assert.Equal(1, Assert.IsType<Frame.Chunk>(channel.TakeFrame(s_later)).Index);

        channel = Channel();
        channel.Enqueue(block, TimeSpan.Zero);
        channel.Enqueue(Transaction(1), TimeSpan.Zero);
        channel.Enqueue(Certificate(200), TimeSpan.Zero);
        var heard = Run(channel, other);
        Assert.Equal(
            [Certificate(200).Digest, block.Digest, Transaction(1).Digest], heard.Select(m => m.Digest));
        Assert.Equal(block.Bytes.ToArray(), heard[1].Bytes.ToArray());
        Assert.Equal(0, _budget.Bytes);
    }

    [Fact(DisplayName = "No message begins beyond the window; credit comes when messages are taken, not when read")]
    public void Credit_is_given_by_the_receiver()
    {
        var (channel, other) = (Channel(), Channel());
        var count = 0;
        for (var i = 0; i < 2 * 1024 * 1024 / Vote(0).Length; i++)
        {
            channel.Enqueue(Vote(i), TimeSpan.Zero);
            count++;
        }

        var heard = Run(channel, other);
        Assert.True(Bytes(heard) >= s_limits.UrgentWindowBytes);
        Assert.True(Bytes(heard) < s_limits.UrgentWindowBytes + s_wire.MessageBytesMax);
        Assert.Equal(1, channel.Counts.CreditWaits);
        Assert.Equal(SendVerdict.Queued, channel.Enqueue(Vote(0), TimeSpan.Zero));
        Assert.Equal(SendVerdict.Sent, channel.Enqueue(Transaction(1), TimeSpan.Zero)); // Of another lane.

        for (var all = heard.Count; all < count + 2; all += heard.Count)
        {
            Assert.NotEmpty(heard);
            foreach (var message in heard)
                other.OnTaken(message);
            Run(other, channel);
            heard = Run(channel, other);
        }

        Assert.Equal(0, channel.Counts.QueuedBytes);
    }

    [Fact(DisplayName = "A message longer than the window goes to its end, and only then must wait")]
    public void A_long_message_is_never_stuck()
    {
        var (channel, other) = (Channel(), Channel());
        channel.Enqueue(Blocks(390_000), TimeSpan.Zero);
        channel.Enqueue(Transaction(1), TimeSpan.Zero);
        var heard = Assert.Single(Run(channel, other));
        Assert.True(heard.Length > s_limits.BulkWindowBytes);

        other.OnTaken(heard);
        Run(other, channel);
        Assert.Equal(Transaction(1).Digest, Assert.Single(Run(channel, other)).Digest);
    }

    [Fact(DisplayName = "A full queue drops the oldest bulk message or the newest urgent one")]
    public void Queues_are_bounded()
    {
        var limits = s_limits with
        {
            UrgentQueueBytesMax = 3 * Vote(0).Length, BulkQueueBytesMax = 2 * Transaction(0).Length,
        };
        var channel = new PeerChannel(limits, _budget, () => { });
        for (var i = 0; i < 3; i++)
            Assert.Equal(SendVerdict.Sent, channel.Enqueue(Vote(i), TimeSpan.Zero));
        Assert.Equal(SendVerdict.Dropped, channel.Enqueue(Vote(3), TimeSpan.Zero));
        Assert.Equal(1, channel.Counts.Full);
        for (var i = 0; i < 3; i++)
            channel.Enqueue(Transaction(i), TimeSpan.Zero);
        Assert.Equal(2, channel.Counts.Full);

        var heard = Run(channel, Channel());
        Assert.Equal([Vote(0).Digest, Vote(1).Digest, Vote(2).Digest], heard.Take(3).Select(m => m.Digest));
        Assert.Equal(Transaction(2).Digest, heard[^1].Digest);
        Assert.DoesNotContain(Transaction(0).Digest, heard.Select(m => m.Digest));
        Assert.Equal(SendVerdict.Dropped, channel.Enqueue(Blocks(100_000), TimeSpan.Zero));
        Assert.Equal(0, channel.Counts.TooLong);
        Assert.Equal(SendVerdict.Dropped, channel.Enqueue(Blocks(401_000), TimeSpan.Zero));
        Assert.Equal(1, channel.Counts.TooLong);
    }

    [Fact(DisplayName = "Who begins without credit, or gives credit for what was never sent, is at fault")]
    public void Credit_is_not_overrun()
    {
        var (greedy, other) = (Channel(), Channel(s_limits with { UrgentWindowBytes = 3 * Vote(0).Length }));
        for (var i = 0; i < 4; i++)
            greedy.Enqueue(Vote(i), TimeSpan.Zero);
        Assert.Equal(PeerFault.Overrun, other.OnFrame(greedy.TakeFrame(s_later)!, s_later).Fault?.Kind);

        var channel = Channel();
        channel.Enqueue(Vote(1), TimeSpan.Zero);
        channel.TakeFrame(s_later);
        Assert.Null(channel.OnFrame(new Frame.Credit(Vote(1).Length, 0), s_later).Fault);
        Assert.NotNull(channel.OnFrame(new Frame.Credit(Vote(1).Length + 1, 0), s_later).Fault);
        Assert.NotNull(channel.OnFrame(new Frame.Credit(0, 0), s_later).Fault);
        Assert.NotNull(channel.OnFrame(new Frame.Credit(Vote(1).Length, 1), s_later).Fault);
    }

    [Fact(DisplayName = "Gaps, changes, false digests, too many and too long bodies are faults")]
    public void Broken_bodies_are_faults()
    {
        var chunks = ChunksOf(Blocks(200_000));
        Broken([chunks[1]], PeerFault.BrokenBody);
        Broken([chunks[0], chunks[2]], PeerFault.BrokenBody);
        Broken([chunks[0], chunks[0]], PeerFault.BrokenBody);
        Broken([chunks[0], chunks[1] with { Total = chunks[1].Total + 1_000 }], PeerFault.BrokenBody);
        Broken([chunks[0], chunks[1] with { IsUrgent = true }], PeerFault.BrokenBody);
        Broken([chunks[0] with { Total = s_wire.MessageBytesMax + 1 }], PeerFault.BrokenBody);
        Broken([.. chunks.Select(c => c with { Message = Samples.Fixed(1) })], PeerFault.WrongDigest);
        Broken([.. chunks.Select(c => c with { IsUrgent = true })], PeerFault.Undecodable);
        Broken(
            [.. chunks.Select(c => c with { Bytes = new byte[c.Bytes.Length] })], PeerFault.Undecodable);
        Broken(
            [.. Enumerable.Range(1, 5).Select(i => chunks[0] with { Message = Samples.Fixed((byte)i) })],
            PeerFault.BrokenBody);
    }

    [Fact(DisplayName = "A body that does not go on for 30 s is dropped; its peer has its credit back")]
    public void Stale_bodies_are_dropped()
    {
        var channel = Channel();
        var chunks = ChunksOf(Blocks(200_000));
        channel.OnFrame(chunks[0], TimeSpan.Zero);
        channel.OnFrame(chunks[1], TimeSpan.FromSeconds(1));
        Assert.Equal(2 * Frame.ChunkBytes, _budget.Bytes);
        Assert.Null(channel.DropStale(TimeSpan.FromSeconds(31)));
        Assert.Equal(PeerFault.StaleBody, channel.DropStale(TimeSpan.FromSeconds(32))?.Kind);
        Assert.Null(channel.DropStale(TimeSpan.FromSeconds(32)));
        Assert.Equal(0, _budget.Bytes);
        Assert.Equal(
            new Frame.Credit(0, 2 * Frame.ChunkBytes), channel.TakeFrame(TimeSpan.FromSeconds(32)));
    }

    [Fact(DisplayName = "What all peers have begun is bounded; a late body is lost without a fault")]
    public void Bodies_of_all_peers_are_bounded()
    {
        var hoarders = Enumerable.Range(0, 7).Select(_ => Channel()).ToArray();
        var chunks = ChunksOf(Blocks(200_000));
        foreach (var hoarder in hoarders)
            Assert.Null(hoarder.OnFrame(chunks[0], s_later).Fault);
        Assert.True(_budget.Bytes <= 500_000);

        var late = Channel();
        var outcomes = chunks.Select(chunk => late.OnFrame(chunk, s_later)).ToArray();
        Assert.All(outcomes, outcome => Assert.Null(outcome.Fault));
        Assert.All(outcomes, outcome => Assert.Empty(outcome.Heard));
        Assert.Equal(new Frame.Credit(0, Blocks(200_000).Length), late.TakeFrame(s_later));
        foreach (var hoarder in hoarders)
            hoarder.Close();
        Assert.Equal(0, _budget.Bytes);
        var heard = Assert.Single(chunks.SelectMany(chunk => late.OnFrame(chunk, s_later).Heard));
        Assert.Equal(Blocks(200_000).Digest, heard.Digest);
    }

    [Theory(DisplayName = "What is no message, or comes in the wrong lane, is a fault of the whole batch")]
    [InlineData(true)]
    [InlineData(false)]
    public void Messages_are_decoded(bool isGarbage)
    {
        ReadOnlyMemory<byte> second = isGarbage ? new byte[] { 4, 1, 2 } : Transaction(1).Bytes;
        var outcome = Channel().OnFrame(new Frame.Batch(true, [Vote(1).Bytes, second]), s_later);
        Assert.Equal(PeerFault.Undecodable, outcome.Fault?.Kind);
        Assert.Empty(outcome.Heard);
    }

    [Fact(DisplayName = "A ping is answered before anything else; a link is opened once; Bye is told")]
    public void Control_frames()
    {
        var (channel, other) = (Channel(), Channel());
        channel.Enqueue(Vote(1), TimeSpan.Zero);
        channel.Ping(7);
        var ping = channel.TakeFrame(s_later);
        Assert.Equal(new Frame.Ping(7), ping);
        other.OnFrame(ping!, s_later);
        Assert.Equal(TimeSpan.Zero, other.Due());
        Assert.Equal(new Frame.Pong(7), other.TakeFrame(s_later));
        Assert.Null(channel.OnFrame(new Frame.Pong(7), s_later).Fault);
        Assert.NotNull(channel.OnFrame(LinkStage.Hello(), s_later).Fault);
        Assert.Equal(ByeReason.Banned, channel.OnFrame(new Frame.Bye(ByeReason.Banned), s_later).Bye);
    }

    private static long Bytes(IEnumerable<EncodedMessage> messages) => messages.Sum(m => (long)m.Length);

    private static ImmutableArray<EncodedMessage> Heard(PeerChannel channel, Frame frame) =>
        channel.OnFrame(frame, s_later).Heard;

    private PeerChannel Channel(ChannelLimits? limits = null) => new(limits ?? s_limits, _budget, () => _woken++);

    private void Broken(Frame.Chunk[] chunks, PeerFault kind)
    {
        var channel = Channel();
        var outcomes = chunks.Select(chunk => channel.OnFrame(chunk, s_later)).ToArray();
        Assert.All(outcomes[..^1], outcome => Assert.Null(outcome.Fault));
        Assert.Equal(kind, outcomes[^1].Fault?.Kind);
        Assert.All(outcomes, outcome => Assert.Empty(outcome.Heard));
        channel.Close();
        Assert.Equal(0, _budget.Bytes);
    }

    /// <summary>Everything that may go goes, as bytes.</summary>
    private static List<EncodedMessage> Run(PeerChannel from, PeerChannel to)
    {
        var heard = new List<EncodedMessage>();
        while (from.TakeFrame(s_later) is { } frame)
        {
            var bytes = frame.ToBytes();
            Assert.InRange(bytes.Length, 1, Frame.BytesMax);
            var read = Frame.Read(bytes, out _, out var fault);
            Assert.Null(fault);
            var outcome = to.OnFrame(read!, s_later);
            Assert.Null(outcome.Fault);
            heard.AddRange(outcome.Heard);
        }

        return heard;
    }
}
