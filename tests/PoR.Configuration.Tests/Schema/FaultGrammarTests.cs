using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Configuration.Tests.Hocon;
using PoR.Core.Faults;

namespace PoR.Configuration.Tests.Schema;

/// <summary>Faults that are no cuts, as users write them.</summary>
public sealed class FaultGrammarTests
{
    public static TheoryData<string, NodeEffect> OfMachines => new()
    {
        { "crash", new NodeEffect.Crash() },
        { "pause", new NodeEffect.Pause() },
        { "busy:1ms", new NodeEffect.Busy(TimeSpan.FromMilliseconds(1)) },
        { "skew:-2s", new NodeEffect.Skew(TimeSpan.FromSeconds(-2)) },
        { "skew:1h", new NodeEffect.Skew(TimeSpan.FromHours(1)) },
        { "drift:200ppm", new NodeEffect.Drift(200) },
        { "drift:-500000ppm", new NodeEffect.Drift(-500_000) },
        { "disk:fails", new NodeEffect.FailingDisk() },
        { "disk:full", new NodeEffect.FullDisk() },
        { "lose-tail:3", new NodeEffect.LostTail(3) },
        { "wipe", new NodeEffect.Wipe() },
        { "disk:8ms", new NodeEffect.SlowDisk(TimeSpan.FromMilliseconds(8)) },
    };

    [Theory]
    [MemberData(nameof(OfMachines))]
    public void Faults_of_machines_are_read(string text, NodeEffect effect)
    {
        var fault = Assert.IsType<NodeFault>(FaultGrammar.Parse(text + " of nodes:3@30s+1m").Fault);

        Assert.Equal(effect, fault.Effect);
        Assert.Equal(new NodeSet.Numbers([3]), fault.Of);
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(90)), (fault.Start, fault.End));
    }

    public static TheoryData<string, LinkEffect> Effects => new()
    {
        { "loss:5%", new LinkEffect.Loss(50_000) },
        { "loss:0.0001%", new LinkEffect.Loss(1) },
        { "loss:100%", new LinkEffect.Loss(1_000_000) },
        { "delay:500ms", new LinkEffect.Delay(TimeSpan.FromMilliseconds(500)) },
        { "slow:10x", new LinkEffect.Slowdown(10) },
        { "duplicate:50%", new LinkEffect.Duplication(500_000, TimeSpan.FromSeconds(1)) },
        { "reorder:4s", new LinkEffect.Reordering(TimeSpan.FromSeconds(4)) },
        { "damage:1%", new LinkEffect.Damage(10_000) },
        { "bandwidth:1.5Mbit", new LinkEffect.Bandwidth(1_500_000) },
        { "bandwidth:64kbit", new LinkEffect.Bandwidth(64_000) },
        { "capacity:20", new LinkEffect.Capacity(20) },
    };

    [Theory]
    [MemberData(nameof(Effects))]
    public void Effects_are_read(string text, LinkEffect effect)
    {
        var (trouble, error) = TroubleGrammar.Parse(text + "@30s+1m,flap:5s/2s");

        Assert.Null(error);
        Assert.Equal(effect, trouble!.Effect);
        Assert.Equal(NodeSet.Every, trouble.Of);
        Assert.Equal((TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(60)), (trouble.Start, trouble.Length));
        Assert.Equal(new Flapping(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2)), trouble.Flapping);
    }

    [Fact]
    public void Nodes_are_named()
    {
        Assert.Equal(new NodeSet.Numbers([3, 4]), TroubleGrammar.Parse("loss:5% of nodes:3,4@0s+1s").Trouble!.Of);
        Assert.Equal(new NodeSet.Share(20), TroubleGrammar.Parse("delay:1s of 20%@0s+1s").Trouble!.Of);
        Assert.Equal([0, 1], new NodeSet.Share(20).In(10));
        Assert.IsType<Cut>(FaultGrammar.Parse("halves@0s+1s").Fault);
        Assert.IsType<LinkTrouble>(FaultGrammar.Parse("loss:1%@0s+1s").Fault);
    }

    [Theory]
    [InlineData("loss:5%", "it is not of the form KIND:AMOUNT@START+LENGTH")]
    [InlineData("loss:0%@0s+1s", "'loss:0%' is no fault; known are loss:5%, delay:500ms")]
    [InlineData("loss:101%@0s+1s", "'loss:101%' is no fault")]
    [InlineData("loss@0s+1s", "'loss' is no fault")]
    [InlineData("slow:1x@0s+1s", "'slow:1x' is no fault")]
    [InlineData("delay:0s@0s+1s", "'delay:0s' is no fault")]
    [InlineData("bandwidth:1MB@0s+1s", "'bandwidth:1MB' is no fault")]
    [InlineData("capacity:0@0s+1s", "'capacity:0' is no fault")]
    [InlineData("rain:1%@0s+1s", "'rain:1%' is no fault")]
    [InlineData("loss:1% of halves@0s+1s", "'halves' are no nodes; write nodes:3,4,5 or 20%")]
    [InlineData("loss:1% of nodes:x@0s+1s", "'x' is no node number")]
    [InlineData("loss:1%@0s+1s,oneway", "'oneway' is no option; known is flap:5s/5s")]
    public void A_wrong_text_is_explained(string text, string why)
    {
        var (trouble, error) = TroubleGrammar.Parse(text);

        Assert.Null(trouble);
        Assert.StartsWith($"the fault '{text}' is not understood: {why}", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("crash", "it is not of the form KIND@START+LENGTH")]
    [InlineData("crash:1@0s+1s", "'crash:1' is no fault; known are crash, lose-tail:3, wipe, pause, busy:1ms")]
    [InlineData("lose-tail:0@0s+1s", "'lose-tail:0' is no fault")]
    [InlineData("wipe:1@0s+1s", "'wipe:1' is no fault")]
    [InlineData("crash of first@0s+1s", "'first' is the node to which a moment comes first")]
    [InlineData("crash of 0%@0s+1s", "'0%' are no nodes")]
    [InlineData("crash@0s+1s,flap:1s/1s", "a fault of machines has no options")]
    [InlineData("crash@0s+1s,lost", "a fault of machines has no options")]
    [InlineData("drift:0ppm@0s+1s", "'drift:0ppm' is no fault")]
    [InlineData("drift:-500001ppm@0s+1s", "'drift:-500001ppm' is no fault")]
    [InlineData("skew:0s@0s+1s", "'skew:0s' is no fault")]
    [InlineData("disk@0s+1s", "'disk' is no fault")]
    [InlineData("lss:5%@0s+1s", "it is neither a cut, such as halves@30s+60s, nor another fault")]
    [InlineData("", "it is neither a cut")]
    public void A_wrong_fault_of_machines_is_explained(string text, string why)
    {
        var (fault, error) = FaultGrammar.Parse(text);

        Assert.Null(fault);
        Assert.StartsWith($"the fault '{text}' is not understood: {why}", error, StringComparison.Ordinal);
    }

    [Theory(DisplayName = "A wrong fault is told with file, line and key; one of nodes that do not exist, too")]
    [InlineData(
        "run.faults = [\n \"loss:1%@0s+1s\"\n \"loss\" ]",
        "my.conf:3: run.faults: the fault 'loss' is not understood: it is not of the form KIND:AMOUNT@START+LENGTH, "
        + "for example loss:5%@30s+60s or 'delay:1s of 20%@0s+2m'")]
    [InlineData(
        "run.faults = [\"loss:1% of nodes:60@0s+1s\"]",
        "my.conf:1: run.faults: the fault 'loss:1% of nodes:60@0s+1s' cannot be made: there is no node 60; nodes are 0 "
        + "to 59")]
    [InlineData(
        "population.nodes = 20\nrun.faults = [\"loss:1% of 1%@0s+1s\"]",
        "my.conf:2: run.faults: the fault 'loss:1% of 1%@0s+1s' cannot be made: 1 % of 20 nodes is none")]
    public void A_wrong_fault_is_told_at_its_place(string text, string expected)
    {
        var result = ProfileLoader.Load("my.conf", new MemoryHoconSource(("my.conf", text)), _ => null, []);

        Assert.Equal([expected], result.Faults.Select(fault => fault.ToString()));
    }
}
