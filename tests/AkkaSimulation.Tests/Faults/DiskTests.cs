using Akka.Actor;
using Akka.Persistence;
using AkkaSimulation.Disks;

namespace AkkaSimulation.Tests.Faults;

/// <summary>A disk that fails, lies, is slow or full.</summary>
public sealed class DiskTests : IDisposable
{
    private readonly Simulation _simulation = new();
    private readonly List<string> _notes = [];

    public void Dispose() => _simulation.Dispose();

    [Fact(DisplayName = "Without a fault all events are kept, acknowledged at once, and recovered in the next life")]
    public void No_fault()
    {
        var node = _simulation.AddBox(_notes);
        Say(node, "a", new[] { "b", "c" });
        Assert.Equal(["has  up to 0", "kept a", "kept b", "kept c"], _notes);

        Restart(node);

        Assert.Equal("has a,b,c up to 3", _notes[^1]);
        Assert.Equal(["a", "b", "c"], node.Disk.Events("box"));
        Assert.Equal(["box"], node.Disk.PersistenceIds);
        Assert.Empty(node.Disk.Events("somebody else"));
    }

    [Fact(DisplayName = "A disk that stores objects may keep a smaller form of them, and gives back what was written")]
    public void A_smaller_form()
    {
        var form = new Upper();
        var node = _simulation.AddBox(_notes);
        (node.Disk.Serialize, node.Disk.KeptForm) = (false, form);
        Say(node, "a", new[] { "b", "c" });
        Restart(node);

        Assert.Equal("has a,b,c up to 3", _notes[^1]);
        Assert.Equal(["A", "B", "C"], form.Kept);
        Assert.Equal(["a", "b", "c"], node.Disk.Events("box"));
        node.Disk.Serialize = true;
        Say(node, "d");
        Assert.Equal(3, form.Kept.Count);
        Assert.Equal(["a", "b", "c", "d"], node.Disk.Events("box"));
    }

    [Theory(DisplayName = "The second write fails, is rejected, or is torn")]
    [InlineData(WriteFault.None, "kept b,kept c,kept d", "a,b,c,d", 4)]
    [InlineData(WriteFault.Fail, "failed b: The write failed.", "a", 1)]
    [InlineData(
        WriteFault.Reject,
        "rejected b: The disk rejected the write.,rejected c: The disk rejected the write.,kept d",
        "a,d",
        4)]
    [InlineData(WriteFault.Torn, "failed b: The write was torn after its first event.", "a,b", 2)]
    public void The_second_write(WriteFault fault, string told, string kept, int sequence)
    {
        var writes = new List<DiskWrite>();
        var node = _simulation.AddBox(_notes);
        node.Disk.OnWrite = write =>
        {
            writes.Add(write);
            return write.Number == 2 ? fault : WriteFault.None;
        };

        Say(node, "a", new[] { "b", "c" }, "d");

        Assert.Equal(["has  up to 0", "kept a", .. told.Split(',')], _notes);
        Assert.Equal(["b", "c"], writes[1].Events);
        Restart(node);
        Assert.Equal($"has {kept} up to {sequence}", _notes[^1]);
    }

    [Fact(DisplayName = "A torn write keeps what was written before it in the same batch, so that no gap is left")]
    public void A_torn_write_in_a_batch()
    {
        var node = _simulation.AddBox(_notes);
        node.Disk.Latency = 10.Milliseconds();
        node.Disk.OnWrite = static write => write.Events[0] is "c" ? WriteFault.Torn : WriteFault.None;

        // While the first is written, the others gather to one batch.
        Say(node, new Box.Parallel(["a"]), new Box.Parallel(["b", "c", "d"]));
        _simulation.RunFor(1.Seconds());
        Restart(node);

        Assert.Equal("has a,b,c up to 3", _notes[^1]);
    }

    [Theory(
        DisplayName = "A write is acknowledged after the latency; a crash meanwhile keeps it or loses it by a draw")]
    [InlineData(false)]
    [InlineData(true)]
    public void Latency(bool isCrashed)
    {
        var outcomes = new SortedSet<string>(StringComparer.Ordinal);
        for (ulong seed = 0; seed < 16; seed++)
        {
            using var simulation = new Simulation(new SimulationOptions { Seed = seed });
            var notes = new List<string>();
            var node = simulation.AddBox(notes);
            node.Disk.Latency = 8.Milliseconds();
            simulation.Settle();
            node.FindBox().Tell("a");
            simulation.RunFor(7.Milliseconds());
            Assert.DoesNotContain("kept a", notes);
            if (isCrashed)
            {
                node.Crash();
                Assert.True(node.Disk.PersistenceIds.Length <= 1);
                node.Restart();
            }

            simulation.RunFor(1.Milliseconds());
            outcomes.Add(notes[^1]);
            Assert.Equal(0, node.Disk.UsedBytes == 0 ? 0 : node.Disk.Events("box").Length - 1);
        }

        Assert.Equal(isCrashed ? ["has  up to 0", "has a up to 1"] : ["kept a"], outcomes);
    }

    [Fact(DisplayName = "A disk that becomes faster still writes in order")]
    public void A_disk_that_becomes_faster()
    {
        var heard = new List<string>();
        var node = _simulation.AddNode(n =>
        {
            n.System.ActorOf(Box.Of("x", heard.Add), "x");
            n.System.ActorOf(Box.Of("y", heard.Add), "y");
        });
        _simulation.Settle();
        heard.Clear();
        node.Disk.Latency = 100.Milliseconds();
        node.Find("/user/x").Tell("slow");
        _simulation.Settle();
        node.Disk.Latency = TimeSpan.Zero;
        node.Find("/user/y").Tell("fast");
        _simulation.RunFor(1.Seconds());

        Assert.Equal(["kept slow", "kept fast"], heard);
    }

    [Fact(DisplayName =
        "A full disk fails writes, those under way included, and snapshots; room that is freed serves again")]
    public void A_full_disk()
    {
        var node = _simulation.AddNode(n =>
        {
            n.System.ActorOf(Box.Of("x", _notes.Add), "x");
            n.System.ActorOf(Box.Of("y", _notes.Add), "y");
        });
        node.Disk.Latency = 10.Milliseconds();
        node.Find("/user/x").Tell("1234567890");
        _simulation.RunFor(1.Seconds());
        var one = node.Disk.UsedBytes;
        Assert.InRange(one, 10, 100);
        node.Disk.CapacityBytes = 2 * one;
        _notes.Clear();

        node.Find("/user/x").Tell("1234567890");
        node.Find("/user/y").Tell("1234567890");
        _simulation.RunFor(1.Seconds());
        Assert.Equal(["failed 1234567890: The disk is full.", "kept 1234567890"], _notes.Order());
        Assert.Equal(2 * one, node.Disk.UsedBytes);

        node.Find("/user/x").Tell(new Box.Snap());
        _simulation.RunFor(1.Seconds());
        Assert.Equal("no snapshot: The disk is full.", _notes[^1]);
        node.Find("/user/x").Tell(new Box.Forget(2));
        _simulation.RunFor(1.Seconds());
        Assert.Equal("deleted up to 2", _notes[^1]);
        Assert.Equal(0, node.Disk.UsedBytes);
        node.Find("/user/x").Tell("again");
        _simulation.RunFor(1.Seconds());
        Assert.Equal("kept again", _notes[^1]);
    }

    [Fact(DisplayName = "A disk that lies takes back acknowledged events at a crash, and only then")]
    public void A_lost_tail()
    {
        var node = _simulation.AddBox(_notes);
        Say(node, "a", "b", "c");
        Assert.Throws<InvalidOperationException>(() => node.Disk.LoseTail("box", 2));

        node.Crash();
        node.Disk.LoseTail("box", 2);
        node.Disk.LoseTail("nobody", 2);
        node.Restart();
        _simulation.Settle();
        Assert.Equal("has a up to 1", _notes[^1]);
        Say(node, "d");
        Restart(node);

        Assert.Equal("has a,d up to 2", _notes[^1]);
    }

    [Fact(DisplayName = "A disk that is replaced at a crash has neither events nor snapshots, and room for new ones")]
    public void A_new_disk()
    {
        var node = _simulation.AddBox(_notes);
        Say(node, "a", new Box.Snap(), "b");
        Assert.Throws<InvalidOperationException>(node.Disk.Wipe);

        node.Crash();
        node.Disk.Wipe();
        Assert.Equal(0, node.Disk.UsedBytes);
        Assert.Empty(node.Disk.PersistenceIds);
        node.Restart();
        Say(node, "c");
        Restart(node);

        Assert.Equal("has c up to 1", _notes[^1]);
    }

    [Fact(DisplayName =
        "A snapshot shortens the recovery; a lost one costs nothing; a stale one is completed by events")]
    public void Snapshots()
    {
        var node = _simulation.AddBox(_notes);
        Say(node, "a", new Box.Snap(), "b", new Box.Snap(), "c");
        Assert.Equal(["snapshot of 1", "snapshot of 2"],
            _notes.Where(static n => n.StartsWith("snap", StringComparison.Ordinal)));
        Assert.Equal([1L, 2L], node.Disk.Snapshots("box").Keys);
        Assert.Empty(node.Disk.Snapshots("somebody else"));
        Restart(node);
        Assert.Equal("has a,b,c up to 3", _notes[^1]);

        node.Disk.ServeOldSnapshot("box");
        Restart(node);
        Assert.Equal("has a,b,c up to 3", _notes[^1]);
        node.Disk.LoseSnapshot("box");
        node.Disk.LoseSnapshot("box");
        node.Disk.LoseSnapshot("box");
        Restart(node);

        Assert.Equal("has a,b,c up to 3", _notes[^1]);
    }

    [Theory(DisplayName = "After events are deleted, a lost snapshot loses their content, a stale one part of it")]
    [InlineData("latest", "a,b,c")]
    [InlineData("stale", "a,c")]
    [InlineData("lost", "c")]
    public void Snapshots_without_events(string served, string has)
    {
        var node = _simulation.AddBox(_notes);
        Say(node, "a", new Box.Snap(), "b", new Box.Snap(), "c", new Box.Forget(2));
        if (served == "stale")
            node.Disk.ServeOldSnapshot("box");
        for (var lost = 0; served == "lost" && lost < 2; lost++)
            node.Disk.LoseSnapshot("box");

        Restart(node);

        Assert.Equal($"has {has} up to 3", _notes[^1]);
    }

    [Fact(DisplayName = "Snapshots are deleted by criteria, and recovery takes criteria or no snapshot")]
    public void Criteria()
    {
        Recovery? recovery = null;
        var node = _simulation.AddNode(n => n.System.ActorOf(Box.Of("box", _notes.Add, recovery), "box"));
        Say(node, "a", new Box.Snap(), "b", new Box.Snap(), new Box.Forget(1), "c");

        recovery = new Recovery(SnapshotSelectionCriteria.None);
        Restart(node);
        Assert.Equal("has b,c up to 3", _notes[^1]);
        recovery = new Recovery(new SnapshotSelectionCriteria(1));
        Restart(node);
        Assert.Equal("has a,b,c up to 3", _notes[^1]);
        recovery = new Recovery(SnapshotSelectionCriteria.Latest, 2);
        Restart(node);
        Assert.StartsWith("has a,b up to", _notes[^1], StringComparison.Ordinal);
        recovery = null;
        Restart(node);
        Say(node, new Box.ForgetSnapshots(new SnapshotSelectionCriteria(2)));
        Assert.Equal("deleted snapshots", _notes[^1]);
        Restart(node);

        Assert.Equal("has b,c up to 3", _notes[^1]);
    }

    [Theory(
        DisplayName = "An event that cannot be serialized is rejected; on a disk that keeps objects nobody notices")]
    [InlineData(true, "rejected")]
    [InlineData(false, "kept an object")]
    public void An_event_that_cannot_be_serialized(bool serialize, string told)
    {
        var node = _simulation.AddBox(_notes);
        node.Disk.Serialize = serialize;

        Say(node, new Unserializable(), "next");

        Assert.StartsWith(told, _notes[^2], StringComparison.Ordinal);
        Assert.Equal("kept next", _notes[^1]);
    }

    [Fact(DisplayName = "An event that cannot be read again ends the recovery, and the actor learns why")]
    public void An_event_that_cannot_be_read()
    {
        var node = _simulation.AddBox(_notes);
        Say(node, new Unreadable());
        Assert.Equal("kept an object", _notes[^1]);

        Restart(node);

        Assert.StartsWith("cannot recover: ", _notes[^1], StringComparison.Ordinal);
    }

    [Fact(DisplayName =
        "An event that is changed after it was stored shows up in recovery only where objects are kept")]
    public void An_event_that_is_changed_later()
    {
        foreach (var serialize in new[] { true, false })
        {
            using var simulation = new Simulation();
            var node = simulation.AddBox(_notes);
            node.Disk.Serialize = serialize;
            var thing = new Thing { Value = 1 };
            node.FindBox().Tell(thing);
            simulation.Settle();
            thing.Value = 2;

            Assert.Equal(serialize ? 1 : 2, Assert.IsType<Thing>(node.Disk.Events("box")[0]).Value);
        }
    }

    [Fact(DisplayName = "The disk of a node that is down can be looked at while another node is up")]
    public void The_disk_of_a_node_that_is_down()
    {
        var node = _simulation.AddBox(_notes);
        Say(node, "a");
        node.Crash();
        Assert.Throws<InvalidOperationException>(() => node.Disk.Events("box"));

        _simulation.AddBox([]);

        Assert.Equal(["a"], node.Disk.Events("box"));
    }

    [Fact(DisplayName = "OnWrite that throws ends the run with a sentence that says so")]
    public void OnWrite_that_throws()
    {
        var node = _simulation.AddBox(_notes);
        node.Disk.OnWrite = static _ => throw new ArithmeticException("no plan");
        node.FindBox().Tell("a");

        var failure = Assert.Throws<InvalidOperationException>(_simulation.Settle);

        Assert.Equal("OnWrite of node0 failed on write 1: no plan", failure.Message);
    }

    private void Say(Nodes.SimulatedNode node, params object[] commands)
    {
        foreach (var command in commands)
            node.FindBox().Tell(command);
        _simulation.Settle();
    }

    private void Restart(Nodes.SimulatedNode node)
    {
        node.Crash();
        node.Restart();
        _simulation.Settle();
    }

    private sealed class Unserializable
    {
        public Unserializable Itself => throw new NotSupportedException("This thing has no bytes.");
    }

    private sealed class Unreadable
    {
        public int Value
        {
            get => 1;
            set => throw new NotSupportedException($"{value} cannot be read again.");
        }
    }

    private sealed class Thing
    {
        public int Value { get; set; }
    }

    /// <summary>Keeps words in capital letters.</summary>
    private sealed class Upper : IKeptForm
    {
        public List<string> Kept { get; } = [];

        public object Keep(object value)
        {
            Kept.Add(((string)value).ToUpperInvariant());
            return Kept[^1];
        }

        public object Restore(object kept) => Kept.Contains(kept)
            ? string.Concat(((string)kept).Select(char.ToLowerInvariant))
            : throw new InvalidOperationException($"'{kept}' was not kept in this form.");
    }
}
