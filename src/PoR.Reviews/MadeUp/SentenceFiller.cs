using System.Diagnostics;
using System.Globalization;
using System.Text;
using AkkaSimulation;

namespace PoR.Reviews.MadeUp;

/// <summary>Fills the slots of templates for one review.</summary>
internal sealed class SentenceFiller(RandomStream random, ReviewTone tone, ReviewCategory category, string noun)
{
    /// <summary>The template with each <c>{slot}</c> drawn.</summary>
    internal string Fill(string template)
    {
        var (aspect, other) = Two(category.Aspects);
        var (good, good2) = Two(tone.Praise);
        var (bad, bad2) = Two(tone.Blame);
        var text = new StringBuilder();
        var start = 0;
        for (var open = template.IndexOf('{', start); open >= 0; open = template.IndexOf('{', start))
        {
            var close = template.IndexOf('}', open);
            text.Append(template, start, open - start).Append(template[(open + 1)..close] switch
            {
                "noun" => noun,
                "aspect" => aspect,
                "other" => other,
                "good" => good,
                "good2" => good2,
                "bad" => bad,
                "bad2" => bad2,
                "n" => (2 + random.Next(58)).ToString(CultureInfo.InvariantCulture),
                "units" => One(ReviewCategory.Units),
                "person" => One(ReviewCategory.People),
                var slot => throw new UnreachableException($"No words for {slot}."),
            });
            start = close + 1;
        }
        return text.Append(template, start, template.Length - start).ToString();
    }

    private string One(string[] words) => words[random.Next(words.Length)];

    private (string First, string Second) Two(string[] words)
    {
        var first = random.Next(words.Length);
        var second = (first + 1 + random.Next(words.Length - 1)) % words.Length;
        return (words[first], words[second]);
    }
}
