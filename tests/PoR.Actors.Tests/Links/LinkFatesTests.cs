using PoR.Actors.Links;
using PoR.Core.Faults;
using PoR.Core.Identities;
using PoR.Wire;

namespace PoR.Actors.Tests.Links;

/// <summary>What faults make of messages.</summary>
public sealed class LinkFatesTests
{
    private const int Nodes = 4;
    private const int Many = 20_000;

    [Fact(DisplayName = "Loss takes its share by chance, of the nodes' links only, while it is there")]
    public void Loss()
    {
        var fates = Fates(new LinkEffect.Loss(100_000), new NodeSet.Numbers([0]));

        Assert.InRange(Lost(fates, 0, 1, atMs: 1_500), Many * 95 / 1000, Many * 105 / 1000);
        Assert.InRange(Lost(fates, 2, 0, atMs: 1_500), Many * 95 / 1000, Many * 105 / 1000);
        Assert.Equal(0, Lost(fates, 1, 2, atMs: 1_500));
        Assert.Equal(0, Lost(fates, 0, 1, atMs: 999));
        Assert.Equal(0, Lost(fates, 0, 1, atMs: 2_000));
        var again = Fates(new LinkEffect.Loss(100_000), new NodeSet.Numbers([0]));
        Assert.Equal(
            Enumerable.Range(0, 1_000).Select(n => fates.Of(Passage(0, 1, 1_500, n))),
            Enumerable.Range(0, 1_000).Select(n => again.Of(Passage(0, 1, 1_500, n))));
    }

    [Fact(DisplayName = "Two faults of one kind draw apart: a tenth and a tenth lose nearly a fifth")]
    public void Draws_are_apart()
    {
        var loss = new LinkTrouble(new LinkEffect.Loss(100_000), NodeSet.Every, Ms(1_000), Ms(1_000)) { Text = "loss" };
        var fates = new LinkFates([loss, loss], Nodes, seed: 1);

        Assert.InRange(Lost(fates, 0, 1, 1_500), Many * 182 / 1000, Many * 198 / 1000);
    }

    [Fact(DisplayName = "Messages take longer by a time, or several times as long, from their departure on")]
    public void Delays()
    {
        var by = Fates(new LinkEffect.Delay(Ms(300)));
        var times = Fates(new LinkEffect.Slowdown(10));

        int[] departures = [999, 1_500, 2_000];
        Assert.Equal([1_099, 1_900, 2_100], departures.Select(at => ArrivalMs(by.Of(Passage(0, 1, at)))));
        Assert.Equal([1_099, 2_500, 2_100], departures.Select(at => ArrivalMs(times.Of(Passage(0, 1, at)))));
        Assert.False(by.Of(Passage(0, 1, 1_500)).MayBeOvertaken);
    }

    [Fact(DisplayName = "Reordered messages are held back for less than the window, and may be overtaken")]
    public void Reordering()
    {
        var fates = Fates(new LinkEffect.Reordering(Ms(400)));
        var arrivals = Enumerable.Range(0, 1_000).Select(n => fates.Of(Passage(0, 1, 1_500, n))).ToArray();

        Assert.All(arrivals, fate => Assert.True(fate.MayBeOvertaken));
        Assert.All(arrivals, fate => Assert.InRange(fate.ArrivesAt, Ms(1_600), Ms(2_000) - TimeSpan.FromTicks(1)));
        Assert.InRange(arrivals.Average(ArrivalMs), 1_780, 1_820);
        Assert.False(fates.Of(Passage(0, 1, 2_000)).MayBeOvertaken);
    }

    [Fact(DisplayName = "Doubled messages come again within the window; damaged ones have one bit turned")]
    public void Copies_and_damage()
    {
        var copies = Fates(new LinkEffect.Duplication(500_000, Ms(400)));
        var copied = Enumerable.Range(0, Many).Select(n => copies.Of(Passage(0, 1, 1_500, n)).CopyAfter)
            .OfType<TimeSpan>().ToArray();
        Assert.InRange(copied.Length, Many * 48 / 100, Many * 52 / 100);
        Assert.All(copied, after => Assert.InRange(after, TimeSpan.Zero, Ms(400)));

        var message = EncodedMessage.Of(new PeerMessage.ProposalRequested(default, new PublicKey(default)));
        var fates = Fates(new LinkEffect.Damage(1_000_000));
        var decoded = 0;
        for (var n = 0; n < 1_000; n++)
        {
            if (LinkFates.Damaged(message, fates.Of(Passage(0, 1, 1_500, n)).Damage!.Value) is not { } damaged)
                continue;
            decoded++;
            Assert.Equal(1, message.Bytes.Span.ToArray().Zip(damaged.Bytes.Span.ToArray(), (a, b) =>
                System.Numerics.BitOperations.PopCount((uint)(a ^ b))).Sum());
        }

        Assert.InRange(decoded, 1, 999); // Some bits make another message, some none.
    }

    [Fact(DisplayName = "An uplink that carries less sends one message after the other")]
    public void Bandwidth()
    {
        var fates = Fates(new LinkEffect.Bandwidth(8_000), new NodeSet.Numbers([0])); // 100 bytes take 100 ms.

        Assert.Equal(
            [1_700, 1_800, 1_900], Enumerable.Range(1, 3).Select(to => ArrivalMs(fates.Of(Passage(0, to, 1_500)))));
        Assert.Equal(1_600, ArrivalMs(fates.Of(Passage(1, 0, 1_500)))); // Node 1's own uplink is not slow.
    }

    [Fact(DisplayName = "What a narrow uplink has not sent when the fault ends leaves then, however much it is")]
    public void Bandwidth_ends()
    {
        var fates = Fates(new LinkEffect.Bandwidth(8_000));

        Assert.Equal(
            [2_050, 2_100, 2_100, 2_100],
            new[] { 1_850, 1_860, 1_870, 1_880 }.Select(at => ArrivalMs(fates.Of(Passage(0, 1, at)))));
        Assert.Equal(2_200, ArrivalMs(fates.Of(Passage(0, 1, 2_100))));
    }

    [Fact(DisplayName = "A link that is full loses one more message, and takes the next when one has arrived")]
    public void Capacity()
    {
        var fates = Fates(new LinkEffect.Capacity(2));

        Assert.Equal(
            [null, null, LinkLoss.Capacity],
            Enumerable.Range(0, 3).Select(n => fates.Of(Passage(0, 1, 1_500 + n)).Lost));
        Assert.Null(fates.Of(Passage(0, 2, 1_503)).Lost); // Another link.
        Assert.Null(fates.Of(Passage(0, 1, 1_600)).Lost); // The first one has arrived.
        Assert.Equal(LinkLoss.Capacity, fates.Of(Passage(0, 1, 1_600)).Lost);
    }

    [Fact(DisplayName = "What a flapping cut holds back leaves at its next gap, or meets the next cut")]
    public void Flapping_cuts()
    {
        var cut = new Cut(new CutShape.Nodes([0]), Ms(1_000), Ms(1_000))
        {
            Text = "a cut", IsDelayed = true, Flapping = new Flapping(Ms(300), Ms(150)),
        };
        var fates = new LinkFates([cut], Nodes, seed: 1);

        Assert.Equal(
            [1_400, 1_400, 1_850], new[] { 1_100, 1_300, 1_400 }.Select(at => ArrivalMs(fates.Of(Passage(0, 1, at)))));
        Assert.Equal(1_500, ArrivalMs(fates.Of(Passage(1, 2, 1_400))));
        Assert.Throws<ArgumentException>(() => new LinkFates([cut with { Shape = new CutShape.Nodes([4]) }], Nodes, 1));
        Assert.Throws<ArgumentException>(() => Fates(new LinkEffect.Delay(Ms(1)), new NodeSet.Share(1)));
    }

    [Fact(DisplayName = "A message that meets a flapping cut each time arrives after it; too many times are refused")]
    public void Cuts_that_flap_much()
    {
        var cut = new Cut(new CutShape.Nodes([0]), Ms(1_000), Ms(2_000))
        {
            Text = "a cut", IsDelayed = true, Flapping = new Flapping(Ms(1), Ms(1)),
        };
        var passage = new LinkPassage(0, 1, 100, true, Ms(1_000), Ms(1_001), 0);

        // It departs when the cut goes, and arrives when it is there again, up to the last time.
        Assert.Equal(3_000, ArrivalMs(new LinkFates([cut], Nodes, seed: 1).Of(passage)));
        Assert.Contains(
            "comes and goes 1001 times, and 1000 times are the most", (cut with { Length = Ms(2_002) }).FaultIn(Nodes));
        Assert.Throws<ArgumentException>(() => new LinkFates([cut with { Length = Ms(2_002) }], Nodes, seed: 1));
    }

    private static LinkFates Fates(LinkEffect effect, NodeSet? of = null) => new(
        [new LinkTrouble(effect, of ?? NodeSet.Every, Ms(1_000), Ms(1_000)) { Text = "a fault" }], Nodes, seed: 1);

    private static int Lost(LinkFates fates, int from, int to, int atMs) =>
        Enumerable.Range(0, Many).Count(n => fates.Of(Passage(from, to, atMs, n)).Lost == LinkLoss.Chance);

    /// <summary>100 bytes over a link of 100 ms.</summary>
    private static LinkPassage Passage(int from, int to, int departsMs, int number = 0) =>
        new(from, to, 100, true, Ms(departsMs), Ms(departsMs + 100), (uint)number);

    private static double ArrivalMs(LinkFate fate) => fate.ArrivesAt.TotalMilliseconds;

    private static TimeSpan Ms(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
