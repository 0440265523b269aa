using PoR.Actors.Gossiping;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Tests.Gossiping;

/// <summary>D10: what is repeated is bounded in count and bytes.</summary>
public sealed class OwnMessagesTests
{
    private readonly Cast _cast = new(4);

    [Fact(DisplayName = "D10: steps 1 to 5 and the last loop are repeated, however long the round is open")]
    public void Keeps_the_first_steps_and_the_last_loop()
    {
        var own = new OwnMessages();
        own.Add(EncodedMessage.Of(new PeerMessage.TicketSent(_cast.Ticket(1, _cast.Root.View))));
        for (var step = 2; step <= 1_000; step++)
        {
            own.Add(VoteOf(1, step));
            own.Add(VoteOf(2, step));
            Assert.InRange(own.Count, 1, 1 + (2 * (4 + 3)));
        }

        Assert.Equal([2, 3, 4, 5, 998, 999, 1_000], StepsOf(own));
        own.Add(VoteOf(3, 997)); // A participant that is slow: nobody waits for this vote any more.
        own.Add(VoteOf(3, 998));
        own.Add(EncodedMessage.Of(new PeerMessage.TransactionSent(_cast.Review(1, 1))));
        Assert.Equal(16, own.Count);

        own.Clear();
        own.Add(VoteOf(1, 6)); // Of another round.
        Assert.Equal([6], StepsOf(own));
    }

    [Fact(DisplayName = "D10: what does not fit into one repeat comes with the next ones, by turns")]
    public void Long_repeats_come_by_turns()
    {
        var own = new OwnMessages();
        var length = VoteOf(0, 2).Length;
        var count = (2 * OwnMessages.BytesMax / length) + 10;
        var votes = Enumerable.Range(0, count).Select(_ => VoteOf(0, 2)).ToArray();
        foreach (var vote in votes)
            own.Add(vote);

        var heard = new List<PeerMessage>();
        while (heard.Count < count)
        {
            var repeat = own.Next();
            Assert.InRange(repeat.Length, 1, OwnMessages.BytesMax / length);
            heard.AddRange(repeat);
        }

        Assert.Equal(votes.Select(v => v.Message), heard.Take(count)); // Each by its turn, none twice before.
    }

    private static IEnumerable<int> StepsOf(OwnMessages own) =>
        own.Next().OfType<PeerMessage.VoteSent>().Select(v => v.Vote.Ballot.Step.Number).Distinct();

    private EncodedMessage VoteOf(int who, int step) =>
        EncodedMessage.Of(new PeerMessage.VoteSent(
            _cast.Vote(who, _cast.Root.View, new Step(step), null, step > 3 ? (byte)1 : null)));
}
