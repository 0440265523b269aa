using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Transactions;
using PoR.Ledger.State;
using static PoR.Core.Transactions.BehaviourFlags;

namespace PoR.Simulation.Tests.Export;

/// <summary>Who settles a subject's category: weight, and not number (D24).</summary>
internal static class CategoryChains
{
    private const int Heavy = 4; // Accounts 0 to 3 weigh 40, all others 10.

    /// <summary>
    /// Five free accounts squat; halves, fours, changed minds, and more voices than a subject has room for.
    /// </summary>
    public static ComposedChain Squatted()
    {
        var cast = new Cast(
            [.. Enumerable.Repeat(40L, Heavy), .. Enumerable.Repeat(10L, 36)],
            ProtocolParameters.Hardened with
            {
                MinimumStakeQuantile = new Ratio(0, 1), WeightCapInMedians = null, StakeLookBackRounds = 30,
            });
        var squatters = new Cast(cast.Genesis, seed: 99, participants: 5);
        var chain = new ComposedChain(cast, squatters);
        Squat(chain, squatters, None);
        chain.Say(60_000, Under("novel", "book", 4, 5));
        Squat(chain, squatters, WrongSubject);
        Films(chain);
        Halves(chain);
        ChangedMinds(chain);
        Crowd(chain);
        return chain;
    }

    private static void Squat(ComposedChain chain, Cast squatters, BehaviourFlags flags)
    {
        const long afterMs = 60_000;
        var time = chain.State.Time.Milliseconds + afterMs;
        var block = chain.Add(
            afterMs, [.. Under("novel", "toy", 0, 5).Select(saying => chain.Signed(saying, time, squatters))]);
        Assert.All(block.Payset, entry => Assert.Equal(flags, entry.Evaluation!.Flags));
    }

    /// <summary>Four accounts settle nothing, whatever they weigh; the fifth does.</summary>
    private static void Films(ComposedChain chain)
    {
        chain.Say(60_000, [.. Under("film", "book", 0, Heavy), .. Under("film", "toy", 4, 5)]);
        chain.Say(60_000, [.. Under("film", "book", 9, 1), .. Under("film", "toy", 10, 2, WrongSubject)]);
        chain.Say(60_000, Under("film", "", 12, 1));
    }

    /// <summary>Half of the weight is not more than half.</summary>
    private static void Halves(ComposedChain chain)
    {
        chain.Say(60_000,
        [
            .. Under("disc", "toy", 0, 1), .. Under("disc", "toy", 9, 1), .. Under("disc", "book", 4, 5),
            .. Under("disc", "tool", 10, 1),
        ]);
    }

    /// <summary>An account has one voice, its latest.</summary>
    private static void ChangedMinds(ComposedChain chain)
    {
        for (var i = 0; i < 2; i++)
            chain.Say(60_000, Under("game", "toy", 11, 1));
        chain.Say(60_000, Under("game", "book", 12, 5));
        chain.Say(60_000,
        [
            .. Under("game", "toy", 17, 1, WrongSubject), .. Under("game", "toy", 12, 1, WrongSubject),
            .. Under("game", "toy", 18, 1), // Four of eight are left.
        ]);
    }

    /// <summary>Of 32 voices the lightest gives way to a heavier one, and to no equal one.</summary>
    private static void Crowd(ComposedChain chain)
    {
        foreach (var some in Enumerable.Range(Heavy, 32).Chunk(8))
            chain.Say(60_000, Under("shop", "book", some[0], some.Length));
        chain.Say(60_000, Under("shop", "toy", 36, 1, WrongSubject));
        Assert.DoesNotContain(Voices(chain), voice => voice == chain.Cast[36]);
        chain.Say(60_000, Under("shop", "toy", 0, 1, WrongSubject));
        Assert.Contains(Voices(chain), voice => voice == chain.Cast[0]);
        Assert.Equal(32, Voices(chain).Length);
    }

    private static PublicKey[] Voices(ComposedChain chain) =>
        [.. chain.State.Subjects.Find(Subject.KeyOf("shop"))!.Statistics.Voices.Select(voice => voice.Author)];

    private static IEnumerable<Saying> Under(
        string subject, string category, int first, int count, BehaviourFlags flags = None) =>
        Enumerable.Range(first, count).Select(who => new Saying(who, flags) { Subject = subject, Category = category });
}
