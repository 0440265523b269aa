namespace PoR.Reviews.MadeUp;

/// <summary>How reviewers speak who would give a certain rating.</summary>
/// <param name="Openers">First sentences; with their many slots they hardly ever repeat.</param>
/// <param name="Sentences">What may follow, at least four.</param>
/// <param name="Praise">Words for <c>{good}</c>.</param>
/// <param name="Blame">Words for <c>{bad}</c>.</param>
internal sealed record ReviewTone(string[] Openers, string[] Sentences, string[] Praise, string[] Blame)
{
    private static readonly string[] StrongPraise =
    [
        "excellent", "fantastic", "amazing", "wonderful", "superb", "outstanding", "perfect", "brilliant",
        "terrific", "awesome", "great", "beautiful", "incredible", "lovely", "delightful",
    ];

    private static readonly string[] MildPraise =
    [
        "good", "nice", "very good", "enjoyable", "pleasant", "pretty good", "really nice", "great",
        "well made", "better than expected",
    ];

    private static readonly string[] StrongBlame =
    [
        "terrible", "awful", "horrible", "dreadful", "useless", "worthless", "pathetic", "a joke",
        "the worst", "garbage", "a complete waste", "very bad", "junk", "an insult", "ridiculous",
    ];

    private static readonly string[] MildBlame =
    [
        "disappointing", "poor", "weak", "bad", "boring", "annoying", "cheap and poor", "frustrating",
        "a let down", "not good",
    ];

    private static readonly ReviewTone[] ByStars =
    [
        new(
            [
                "After {n} {units} with this {noun} I can say that the {aspect} is {bad} and the {other} is {bad2}.",
                "I bought this {noun} {n} {units} ago for my {person} and the {aspect} is {bad}, just {bad2}.",
                "This {noun} is {bad}: the {aspect} is {bad2}, and my {person} hated it after {n} {units}.",
                "My {person} wasted {n} {units} on this {noun}, the {aspect} is {bad} and the {other} is {bad2}.",
            ],
            [
                "It is a complete waste of money.", "Do not buy it.", "I want my money back.",
                "Worst {noun} I have ever bought.", "Stay away from this {noun}.", "I hate the {aspect}.",
                "Very disappointed, I threw it away.", "The {other} is {bad}.", "Horrible, avoid it.",
                "Don't waste your money on it.", "Whoever made this should be ashamed, it is {bad}.",
            ],
            StrongPraise, StrongBlame),
        new(
            [
                "After {n} {units} with this {noun} the {aspect} is {bad} and the {other} is {bad2}.",
                "I got this {noun} {n} {units} ago for my {person}: the {aspect} is {bad}, the {other} {bad2}.",
                "This {noun} let my {person} down after {n} {units}: the {aspect} is {bad}, the {other} {bad2}.",
            ],
            [
                "I am disappointed.", "I would not buy it again.", "It is not worth the money.",
                "I expected much more from this {noun}.", "The {aspect} is {bad}.", "I regret buying it.",
                "Save your money.", "I do not recommend it.", "Poor quality overall.",
            ],
            MildPraise, MildBlame),
        new(
            [
                "After {n} {units} with this {noun}, the {aspect} is {good} but the {other} is {bad}.",
                "I bought this {noun} {n} {units} ago for my {person}: {good} {aspect}, but the {other} is {bad}.",
                "The {aspect} of this {noun} is {good}, the {other} is {bad}, says my {person} after {n} {units}.",
            ],
            [
                "It is okay, nothing special.", "Average overall.", "It has good and bad sides.",
                "The {aspect} is {good}.", "The {other} is {bad}.", "I have seen better and worse.",
            ],
            MildPraise, MildBlame),
        new(
            [
                "After {n} {units} with this {noun} the {aspect} is {good} and the {other} is {good2}.",
                "I bought this {noun} {n} {units} ago for my {person} and the {aspect} is {good}, I like it.",
                "My {person} likes this {noun} a lot after {n} {units}: the {aspect} is {good}, the {other} {good2}.",
            ],
            [
                "I am happy with it.", "Good value for the money.", "I would recommend it.",
                "I really like the {aspect}.", "The {other} is {good}.", "It is a very nice {noun}.",
                "Great price too.", "I enjoy it every day.",
            ],
            MildPraise, MildBlame),
        new(
            [
                "After {n} {units} with this {noun} I can say that the {aspect} is {good} and the {other} is {good2}.",
                "I bought this {noun} {n} {units} ago for my {person} and the {aspect} is {good}, simply {good2}.",
                "This {noun} is {good}: the {aspect} is {good2}, and my {person} loves it after {n} {units}.",
                "My {person} has enjoyed this {noun} for {n} {units}, the {aspect} is {good}, the {other} {good2}.",
            ],
            [
                "I love it.", "Highly recommended.", "Best {noun} I have ever bought.", "Worth every penny.",
                "I love the {aspect}.", "The {other} is {good}.", "Excellent quality and a great price.",
                "It is perfect, five stars.", "Everyone in my family loves it.", "I will buy it again, it is {good}.",
            ],
            StrongPraise, StrongBlame),
    ];

    /// <summary>The tone of a rating.</summary>
    /// <param name="stars">1..5.</param>
    internal static ReviewTone Of(int stars) => ByStars[stars - 1];
}
