using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Links;
using PoR.Actors.Messages;
using PoR.Core.Hashing;
using PoR.Node.Links;
using PoR.Wire;

namespace PoR.Node.Tests.Links;

/// <summary>What a judge reads holds all that was said, also on a disk that is full for a while.</summary>
public sealed class LinkRecorderTests
{
    private static readonly NodeId s_other = new(1);

    [Fact(DisplayName = "What cannot be recorded is not said, and the record stays whole; with room it is said again")]
    public void A_full_disk_silences()
    {
        using var disk = new Disk();
        var (link, told) = (new Said(), new WarningsTold());
        using var recorder = new LinkRecorder(link, disk, told);
        Assert.Equal(SendVerdict.Sent, recorder.Send(s_other, LinkMessages.Vote(0)));

        disk.Room = 100;
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal(SendVerdict.Dropped, recorder.Send(s_other, LinkMessages.Vote(i)));
            recorder.SendAll([s_other], LinkMessages.Transaction(i));
        }

        // What was recorded before, and what is nobody's word, needs no room.
        Assert.Equal(SendVerdict.Sent, recorder.Send(s_other, LinkMessages.Vote(0)));
        Assert.Equal(SendVerdict.Sent, recorder.Send(s_other, LinkMessages.Question(1)));
        Assert.Equal(3, link.Count);
        Assert.Contains("no space", Assert.Single(told.Lines), StringComparison.Ordinal);

        disk.Room = long.MaxValue;
        recorder.SendAll([s_other], LinkMessages.Transaction(1));
        Assert.Equal(SendVerdict.Sent, recorder.Send(s_other, LinkMessages.Vote(2)));
        Assert.Equal(5, link.Count);
        Assert.Equal(2, told.Lines.Count);
        disk.Position = 0;
        Assert.Equal(3, Enumerable.Range(0, 10).TakeWhile(_ => RecordStream.Next(disk) is not null).Count());
    }

    /// <summary>A disk that writes what it has room for, and then fails.</summary>
    private sealed class Disk : MemoryStream
    {
        public long Room { get; set; } = long.MaxValue;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            var taken = (int)Math.Min(Room, buffer.Length);
            base.Write(buffer[..taken]);
            if (taken < buffer.Length)
                throw new IOException("There is no space left.");
        }
    }

    private sealed class Said : IPeerLink
    {
        public int Count { get; private set; }

        public NodeId Self => new(0);

        public void Listen(IActorRef receiver)
        {
        }

        public SendVerdict Send(NodeId to, EncodedMessage message)
        {
            Count++;
            return SendVerdict.Sent;
        }

        public void SendAll(ImmutableArray<NodeId> to, EncodedMessage message) => Count += to.Length;

        public void Taken(PeerHeard heard)
        {
        }

        public void Forged(Digest message)
        {
        }

        public void Fault(NodeId peer, PeerFault fault)
        {
        }
    }
}
