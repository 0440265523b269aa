using System.Globalization;
using System.Text;
using AkkaSimulation;

namespace PoR.Reviews.MadeUp;

/// <summary>Texts without evidence: numbers, hammered keys, and words of a script that is not English.</summary>
internal static class MeaninglessText
{
    private const string Consonants = "bcdfghjklmnpqrstvwxz";

    private static readonly string[] Foreign =
    [
        "книга", "стол", "вчера", "купил", "город", "окно", "дорога", "река",
        "写真", "昨日", "電車", "本", "机", "水曜日", "道", "窓",
    ];

    /// <summary>Draws 3..8 words of one kind.</summary>
    internal static string Draw(RandomStream random)
    {
        var kind = random.Next(3);
        var words = new string[3 + random.Next(6)];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = kind switch
            {
                0 => (1000 + random.Next(1_000_000_000)).ToString(CultureInfo.InvariantCulture),
                1 => Hammered(random),
                _ => Foreign[random.Next(Foreign.Length)],
            };
        }
        return string.Join(' ', words);
    }

    private static string Hammered(RandomStream random)
    {
        var word = new StringBuilder();
        var length = 6 + random.Next(6);
        for (var i = 0; i < length; i++)
            word.Append(Consonants[random.Next(Consonants.Length)]);
        return word.ToString();
    }
}
