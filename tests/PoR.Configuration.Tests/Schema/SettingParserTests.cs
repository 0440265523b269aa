using PoR.Configuration.Schema;
using PoR.Core.Parameters;

namespace PoR.Configuration.Tests.Schema;

public sealed class SettingParserTests
{
    [Theory(DisplayName = "Times are exact")]
    [InlineData("2s", 2_000_000)]
    [InlineData("2 seconds", 2_000_000)]
    [InlineData("500ms", 500_000)]
    [InlineData("100 us", 100)]
    [InlineData("1.5 m", 90_000_000)]
    [InlineData("10 minutes", 600_000_000)]
    [InlineData("1 hour", 3_600_000_000)]
    [InlineData("0.00001 ms", -1)]
    [InlineData("2", -1)] // No unit.
    [InlineData("2 S", -1)]
    [InlineData("2 kB", -1)]
    [InlineData("fast", -1)]
    [InlineData("1e3 s", -1)]
    [InlineData("", -1)]
    [InlineData("1s\n", -1)]
    [InlineData("99999999999999999999 h", -1)]
    [InlineData("1000000000000000000000000000 s", -1)]
    public void Times_are_exact(string text, long microseconds)
    {
        var expected = microseconds >= 0
            ? new SettingValue.Duration(TimeSpan.FromTicks(microseconds * 10))
            : null;

        Assert.Equal(expected, Parse(SettingKind.Duration, text));
    }

    [Fact(DisplayName = "The least time is 100 ns")]
    public void The_least_time() => Assert.Equal(
        new SettingValue.Duration(TimeSpan.FromTicks(1)), Parse(SettingKind.Duration, "0.1 us"));

    [Theory(DisplayName = "Sizes are in bytes, with decimal and binary units apart")]
    [InlineData("16 b", 16)]
    [InlineData("1kB", 1_000)]
    [InlineData("1 KiB", 1_024)]
    [InlineData("1.5 MB", 1_500_000)]
    [InlineData("8 MiB", 8 << 20)]
    [InlineData("8", -1)]
    [InlineData("8 mb", -1)]
    [InlineData("0.3 b", -1)]
    public void Sizes_are_in_bytes(string text, long bytes) => Assert.Equal(
        bytes >= 0 ? new SettingValue.Size(bytes) : null, Parse(SettingKind.Size, text));

    [Theory(DisplayName = "Bandwidths are in bits per second")]
    [InlineData("1 Mbit/s", 1_000_000)]
    [InlineData("2.5 Gbit/s", 2_500_000_000)]
    [InlineData("56kbit/s", 56_000)]
    [InlineData("1 MB/s", -1)]
    [InlineData("1 Mbit", -1)]
    public void Bandwidths(string text, long bits) => Assert.Equal(
        bits >= 0 ? new SettingValue.BitRate(bits) : null, Parse(SettingKind.BitRate, text));

    [Theory(DisplayName = "Shares are exact and in lowest terms")]
    [InlineData("1/4", 1, 4)]
    [InlineData("2 / 8", 1, 4)]
    [InlineData("25%", 1, 4)]
    [InlineData("12.5 %", 1, 8)]
    [InlineData("0.69", 69, 100)]
    [InlineData("0", 0, 1)]
    [InlineData("3", 3, 1)]
    [InlineData("1/0", 0, 0)]
    [InlineData("-1/4", 0, 0)]
    [InlineData("-0.5", 0, 0)]
    [InlineData("1/4/2", 0, 0)]
    [InlineData("99999999999/2", 0, 0)]
    public void Shares_are_exact(string text, int numerator, int denominator) => Assert.Equal(
        denominator > 0 ? new SettingValue.Ratio(new Ratio(numerator, denominator)) : null,
        Parse(SettingKind.Ratio, text));

    [Theory(DisplayName = "Numbers and flags take nothing else")]
    [InlineData(SettingKind.WholeNumber, "12", true)]
    [InlineData(SettingKind.WholeNumber, "-12", true)]
    [InlineData(SettingKind.WholeNumber, "12.0", true)]
    [InlineData(SettingKind.WholeNumber, "12.5", false)]
    [InlineData(SettingKind.WholeNumber, "1,200", false)]
    [InlineData(SettingKind.WholeNumber, "12 rounds", false)]
    [InlineData(SettingKind.WholeNumber, "٣", false)]
    [InlineData(SettingKind.WholeNumber, "9223372036854775808", false)]
    [InlineData(SettingKind.Flag, "true", true)]
    [InlineData(SettingKind.Flag, "yes", false)]
    [InlineData(SettingKind.TextList, "x", false)]
    public void Numbers_and_flags(SettingKind kind, string text, bool isRead) =>
        Assert.Equal(isRead, Parse(kind, text) is not null);

    private static SettingValue? Parse(SettingKind kind, string text) =>
        SettingParser.Parse(new SettingKey("k", kind, "units", "", "Nothing."), text).Value;
}
