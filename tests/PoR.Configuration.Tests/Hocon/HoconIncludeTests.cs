using PoR.Configuration.Hocon;

namespace PoR.Configuration.Tests.Hocon;

public sealed class HoconIncludeTests
{
    [Fact(DisplayName = "An included file is merged where it stands, and later keys win")]
    public void An_included_file_is_merged_where_it_stands()
    {
        var source = new MemoryHoconSource(
            ("first.conf", "a = 0\ninclude \"base.conf\"\nb = 2\nsub { include required(\"base.conf\") }"),
            ("base.conf", "a = 1\nb = 1\nc.d = ${b}"));

        Assert.Equal(
            "a=1; b=2; c.d=2; sub.a=1; sub.b=1; sub.c.d=2",
            MemoryHoconSource.Show(source.ReadFirst()));
    }

    [Fact(DisplayName = "Two files may include the same third")]
    public void A_diamond_is_no_cycle()
    {
        var source = new MemoryHoconSource(
            ("first.conf", "include \"l.conf\"\ninclude \"r.conf\""),
            ("l.conf", "include \"base.conf\"\na = l"),
            ("r.conf", "include \"base.conf\"\nb = r"),
            ("base.conf", "a = 0, b = 0, c = 0"));

        Assert.Equal("a=0; b=r; c=0", MemoryHoconSource.Show(source.ReadFirst()));
    }

    [Fact(DisplayName = "A cycle of includes names its files and the line that closes it")]
    public void A_cycle_is_a_fault()
    {
        var source = new MemoryHoconSource(
            ("first.conf", "a = 1\ninclude \"second.conf\""),
            ("second.conf", "\n\ninclude \"first.conf\""));

        Assert.Equal(
            "second.conf:3: includes itself: first.conf -> second.conf -> first.conf",
            MemoryHoconSource.Show(source.ReadFirst()));
    }

    [Theory(DisplayName = "A missing file is a fault unless it is optional")]
    [InlineData("include \"x.conf\"", "test.conf:1: cannot include \"x.conf\": there is no such file")]
    [InlineData("a {\n include required(\"x.conf\")\n}",
        "test.conf:2: a: cannot include \"x.conf\": there is no such file")]
    [InlineData("include optional( \"x.conf\" )\na = 1", "a=1")]
    [InlineData("include file(\"x.conf\")", "test.conf:1: write include \"file.conf\", "
        + "include required(\"file.conf\") or include optional(\"file.conf\"); "
        + "a key of that name needs quotes")]
    public void A_missing_file_is_a_fault(string text, string expected) =>
        Assert.Equal(expected, MemoryHoconSource.Show(MemoryHoconSource.Read(text)));

    [Fact(DisplayName = "A fault in an included file names that file and its own line")]
    public void A_fault_names_the_included_file()
    {
        var source = new MemoryHoconSource(
            ("first.conf", "\n\n\nsub { include \"base.conf\" }"), ("base.conf", "a = 1\nb = \"x"));

        Assert.Equal(
            "base.conf:2: sub.b: this '\"' is never closed on its line",
            MemoryHoconSource.Show(source.ReadFirst()));
    }

    [Fact(DisplayName = "Includes that fan out end at a bound")]
    public void Includes_are_bounded()
    {
        var files = Enumerable.Range(0, 20).Select(i => (
            $"f{i}.conf", string.Concat(Enumerable.Repeat($"include \"f{i + 1}.conf\"\n", 2))));
        var source = new MemoryHoconSource([.. files, ("f20.conf", "")]);

        Assert.Contains("more than 64 includes", MemoryHoconSource.Show(source.ReadFirst()),
            StringComparison.Ordinal);
    }

    [Fact(DisplayName = "A file that does not exist is a fault of that name")]
    public void A_missing_first_file() => Assert.Equal(
        "gone.conf: there is no such file",
        HoconReader.Read("gone.conf", new FileHoconSource(), _ => null).Fault?.ToString());
}
