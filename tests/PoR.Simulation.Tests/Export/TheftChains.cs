using PoR.Core.Agreement;
using PoR.Core.Parameters;
using PoR.Core.Transactions;
using static PoR.Core.Transactions.BehaviourFlags;

namespace PoR.Simulation.Tests.Export;

/// <summary>Ten thieves copy ten texts that their authors had committed to (D42).</summary>
internal static class TheftChains
{
    private const int Ten = 10;

    /// <summary>
    /// Copies beside, before and behind; copiers that commit to what they have seen; an author's own copies; the last
    /// round in which a commitment opens.
    /// </summary>
    public static ComposedChain Stolen()
    {
        var hardened = ProtocolParameters.Hardened;
        var cast = new Cast(Ten + 2, hardened with { Behaviour = hardened.Behaviour with { DuplicateRounds = 5 } });
        var thieves = new Cast(cast.Genesis, seed: 99, participants: Ten);
        var chain = new ComposedChain(cast, thieves);

        chain.Add(10_000, [.. All.Select(who => chain.CommitTo(who, TextOf(who))), chain.CommitTo(11, TextOf(6))]);
        var beside = chain.AddTurned(10_000, [.. Opened(chain, 0, 5), .. Copies(chain, thieves, 0, 5)]);
        Expect(beside, DuplicateText, DuplicateText, DuplicateText, DuplicateText, DuplicateText, None, None, None,
            None, None);
        Expect(chain.Add(10_000, Copies(chain, thieves, 5, 5)), None, None, None, None, None);
        Expect(
            chain.Add(10_000, [.. Opened(chain, 5, 4), chain.CommitTo(10, TextOf(5)), chain.CommitTo(0, TextOf(0))]),
            None, None, None, None);
        chain.Say(
            10_000, Saying(10, 5, DuplicateText), Saying(11, 6), Saying(0, 0, DuplicateText),
            new Saying(1, DuplicateText) { Text = TextOf(6), Subject = "own 6" },
            new Saying(2, DuplicateText) { Text = TextOf(7), Subject = "other" });
        chain.Say(10_000, Saying(9, 9)); // Five rounds after its commitment.
        chain.Empty();
        chain.Say(
            10_000, new Saying(3) { Text = TextOf(1), Subject = "other 1" },
            new Saying(4, DuplicateText) { Text = TextOf(9), Subject = "other 9" });
        return chain;
    }

    private static IEnumerable<int> All => Enumerable.Range(0, Ten);

    private static string TextOf(int author) => $"Wonderful, I love what author {author} says. It works perfectly.";

    private static Saying Saying(int who, int text, BehaviourFlags flags = None) => new(who, flags)
    {
        Text = TextOf(text), Subject = $"own {text} of {who}", IsCommitted = true,
    };

    private static IEnumerable<SignedTransaction> Opened(ComposedChain chain, int first, int count) =>
        Enumerable.Range(first, count).Select(who => chain.Signed(Saying(who, who), TimeOf(chain)));

    private static SignedTransaction[] Copies(ComposedChain chain, Cast thieves, int first, int count) =>
    [
        .. Enumerable.Range(first, count).Select(who => chain.Signed(
            new Saying(who) { Text = TextOf(who), Subject = $"stolen {who}" }, TimeOf(chain), thieves)),
    ];

    private static long TimeOf(ComposedChain chain) => chain.State.Time.Milliseconds + 10_000;

    private static void Expect(Block block, params BehaviourFlags[] flags) => Assert.Equal(
        flags, block.Payset.Where(e => e.Evaluation is not null).Select(e => e.Evaluation!.Flags));
}
