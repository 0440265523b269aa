using System.Diagnostics;
using PoR.Core.Transactions;

namespace PoR.Chain;

/// <summary>What an evaluation says, for people.</summary>
internal static class EvaluationWords
{
    private static readonly BehaviourFlags[] Flags =
        [.. Enum.GetValues<BehaviourFlags>().Where(flag => flag != BehaviourFlags.None)];

    /// <summary>A verdict behind the words <c>the verdict is</c>.</summary>
    public static string Of(CongruenceVerdict verdict) => verdict switch
    {
        CongruenceVerdict.NoEvidence => "that the text is no evidence",
        CongruenceVerdict.Congruent => "congruent",
        CongruenceVerdict.MostlyCongruent => "mostly congruent",
        CongruenceVerdict.Incongruent => "incongruent",
        _ => $"the unknown number {(byte)verdict}",
    };

    /// <summary>Flags as a list.</summary>
    public static string Of(BehaviourFlags flags) => flags == BehaviourFlags.None
        ? "none"
        : string.Join(", ", Flags.Where(flag => (flags & flag) != 0).Select(OfOne));

    private static string OfOne(BehaviourFlags flag) => flag switch
    {
        BehaviourFlags.ShortInterval => "too soon after the author's previous review",
        BehaviourFlags.TooFrequent => "too many reviews in a short time",
        BehaviourFlags.DuplicateText => "a text that was said before",
        BehaviourFlags.OneSided => "one-sided ratings",
        BehaviourFlags.Burst => "a burst of accounts on one subject",
        BehaviourFlags.Outlier => "an outlier too often",
        BehaviourFlags.WrongSubject => "a category that is not the subject's",
        BehaviourFlags.Biased => "bias in one category",
        _ => throw new UnreachableException($"No words for {flag}."),
    };
}
