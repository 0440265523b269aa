using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using PoR.Configuration.Profiles;
using PoR.Core.Parameters;

namespace PoR.Configuration.Schema;

/// <summary>Reads a text as a key's kind asks, exactly: no floating point.</summary>
internal static partial class SettingParser
{
    private static readonly Dictionary<string, long> TicksOf = Units(
        ("us", 10), ("ms", 10_000), ("millisecond milliseconds", 10_000),
        ("s second seconds", 10_000_000), ("m minute minutes", 600_000_000),
        ("h hour hours", 36_000_000_000));

    private static readonly Dictionary<string, long> BytesOf = Units(
        ("b B byte bytes", 1), ("kB", 1_000), ("KiB", 1 << 10), ("MB", 1_000_000),
        ("MiB", 1 << 20));

    private static readonly Dictionary<string, long> BitsOf = Units(
        ("bit/s", 1), ("kbit/s", 1_000), ("Mbit/s", 1_000_000), ("Gbit/s", 1_000_000_000));

    /// <summary>Reads one text for a key.</summary>
    /// <param name="key">The key, with its kind, words and range.</param>
    /// <param name="text">The text as the user wrote it.</param>
    /// <returns>The value, or the reason why there is none; one of the two is null.</returns>
    public static (SettingValue? Value, string? Error) Parse(SettingKey key, string text)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(text);
        if (key.Words.Contains(text)) return (new SettingValue.Word(text), null);
        var (value, error) = ParseKind(key, text);
        if (value is null) return (null, error);
        var isBelow = key.Min is not null && Compare(value, key, key.Min) < 0;
        var isAbove = key.Max is not null && Compare(value, key, key.Max) > 0;
        if (isBelow || isAbove) return (null, $"'{text}' is out of range: {key.Range}");
        return value is SettingValue.Duration time && key.Quantum is { } quantum
            && time.Value.Ticks % quantum.Ticks != 0
            ? (null, $"'{text}' is no multiple of {quantum.TotalMilliseconds} ms")
            : (value, null);
    }

    private static int Compare(SettingValue value, SettingKey key, string bound) =>
        SettingValue.Compare(value, ParseKind(key, bound).Value
            ?? throw new InvalidOperationException($"{key.Path}: bad bound {bound}"));

    private static (SettingValue? Value, string? Error) ParseKind(SettingKey key, string text)
    {
        SettingValue? value = key.Kind switch
        {
            SettingKind.WholeNumber => Scale(text, null) is { } n ? new SettingValue.Whole(n) : null,
            SettingKind.Duration => Scale(text, TicksOf) is { } ticks
                ? new SettingValue.Duration(TimeSpan.FromTicks(ticks)) : null,
            SettingKind.Size => Scale(text, BytesOf) is { } n ? new SettingValue.Size(n) : null,
            SettingKind.BitRate => Scale(text, BitsOf) is { } n ? new SettingValue.BitRate(n) : null,
            SettingKind.Ratio => ParseRatio(text),
            SettingKind.Flag => text is "true" or "false"
                ? new SettingValue.Flag(text == "true") : null,
            SettingKind.Text => new SettingValue.Text(text),
            SettingKind.Address => EndPointText.Parse(text) is { } address ? new SettingValue.Address(address) : null,
            _ => null,
        };
        if (value is not null) return (value, null);
        return key.Kind == SettingKind.WholeNumber && text.Length > 0 && text.All(char.IsAsciiDigit)
            ? (null, $"'{text}' is out of range: at most {key.Max ?? $"{long.MaxValue}"}")
            : (null, $"'{text}' is {Wanted(key)}");
    }

    private static string Wanted(SettingKey key)
    {
        var words = string.Concat(key.Words.Select(word => $", or {word}"));
        return key.Kind switch
        {
            SettingKind.WholeNumber => $"not a whole number ({key.Unit}){words}",
            SettingKind.Duration => $"not a time: write a number with us, ms, s, m or h{words}",
            SettingKind.Size => $"not a size: write a number with b, kB, KiB, MB or MiB{words}",
            SettingKind.BitRate => "not a bandwidth: write a number with bit/s, kbit/s, Mbit/s or "
                + $"Gbit/s{words}",
            SettingKind.Ratio => $"not a share: write 1/4, 25% or 0.25{words}",
            SettingKind.Address => $"no address: write host:port{words}",
            SettingKind.Flag => "neither true nor false",
            SettingKind.TextList or SettingKind.CutList or SettingKind.FaultList or SettingKind.AdversaryList
                or SettingKind.AddressList =>
                "not a list: write [a, b]",
            SettingKind.PeerList => "not a list of peers: write [{ id = \"64 hex digits\" }]",
            _ => "none of " + string.Join(", ", key.Words),
        };
    }

    /// <summary>The number times its unit, when that is a whole number that fits.</summary>
    private static long? Scale(string text, Dictionary<string, long>? units)
    {
        if (Number().Match(text) is not { Success: true } match) return null;
        var unit = match.Groups["unit"].Value;
        var scale = 1L;
        if (units is null ? unit.Length > 0 : !units.TryGetValue(unit, out scale)) return null;
        var (numerator, denominator) = Decimal(match);
        var (whole, rest) = BigInteger.DivRem(numerator * scale, denominator);
        return rest.IsZero && whole >= long.MinValue && whole <= long.MaxValue ? (long)whole : null;
    }

    /// <summary>An exact share; null when it is none.</summary>
    public static Ratio? ShareOf(string text) => ParseRatio(text)?.Value;

    private static SettingValue.Ratio? ParseRatio(string text)
    {
        if (Fraction().Match(text) is { Success: true } fraction)
            return Reduce(Whole(fraction.Groups[1].Value), Whole(fraction.Groups[2].Value));
        if (Number().Match(text) is not { Success: true } match) return null;
        var (numerator, denominator) = Decimal(match);
        return match.Groups["unit"].Value switch
        {
            "" => Reduce(numerator, denominator),
            "%" => Reduce(numerator, denominator * 100),
            _ => null,
        };
    }

    private static SettingValue.Ratio? Reduce(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.IsZero) return null;
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        var (n, d) = (numerator / divisor, denominator / divisor);
        return n >= 0 && n <= int.MaxValue && d <= int.MaxValue
            ? new SettingValue.Ratio(new Ratio((int)n, (int)d))
            : null;
    }

    private static (BigInteger Numerator, BigInteger Denominator) Decimal(Match match)
    {
        var places = match.Groups["places"].Value;
        var digits = Whole(match.Groups["whole"].Value + places);
        return (match.Groups["sign"].Length > 0 ? -digits : digits, BigInteger.Pow(10, places.Length));
    }

    private static BigInteger Whole(string digits) =>
        BigInteger.Parse(digits, CultureInfo.InvariantCulture);

    private static Dictionary<string, long> Units(params (string Names, long Scale)[] units) =>
        units.SelectMany(unit => unit.Names.Split(' ').Select(name => (name, unit.Scale)))
            .ToDictionary(unit => unit.name, unit => unit.Scale, StringComparer.Ordinal);

    // The number of digits is bounded, so that a file cannot cause arithmetic on a million digits.
    [GeneratedRegex(
        @"^(?<sign>-?)(?<whole>[0-9]{1,20})(\.(?<places>[0-9]{1,20}))?[ \t]*(?<unit>[A-Za-z/%]*)\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Number();

    [GeneratedRegex(@"^([0-9]{1,20})[ \t]*/[ \t]*([0-9]{1,20})\z")]
    private static partial Regex Fraction();
}
