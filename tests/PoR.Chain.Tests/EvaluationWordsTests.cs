using PoR.Core.Transactions;

namespace PoR.Chain.Tests;

/// <summary>People read words, never the names of our own values.</summary>
public sealed class EvaluationWordsTests
{
    [Fact]
    public void Every_verdict_and_every_flag_has_words_of_its_own()
    {
        var verdicts = Enum.GetValues<CongruenceVerdict>().Select(EvaluationWords.Of).ToArray();
        var flags = Enum.GetValues<BehaviourFlags>().Select(EvaluationWords.Of).ToArray();

        Assert.Equal(verdicts.Length, verdicts.Distinct().Count());
        Assert.Equal(flags.Length, flags.Distinct().Count());
        Assert.All([.. verdicts, .. flags], words => Assert.DoesNotContain(words, char.IsUpper));
    }

    [Fact]
    public void Flags_are_a_list_and_a_verdict_that_nobody_knows_is_a_number()
    {
        Assert.Equal("none", EvaluationWords.Of(BehaviourFlags.None));
        Assert.Equal(
            "too soon after the author's previous review, a text that was said before",
            EvaluationWords.Of(BehaviourFlags.DuplicateText | BehaviourFlags.ShortInterval));
        Assert.Equal("the unknown number 9", EvaluationWords.Of((CongruenceVerdict)9));
    }
}
