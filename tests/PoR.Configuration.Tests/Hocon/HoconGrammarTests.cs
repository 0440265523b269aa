namespace PoR.Configuration.Tests.Hocon;

public sealed class HoconGrammarTests
{
    [Theory(DisplayName = "What is in the subset is read")]
    [InlineData("", "")]
    [InlineData("  \n# only a comment\n// and another", "")]
    [InlineData("a = 1", "a=1")]
    [InlineData("\uFEFFa = 1", "a=1")]
    [InlineData("a: 1\r\nb: 2\r\n", "a=1; b=2")]
    [InlineData("{ a = 1, b = 2 }", "a=1; b=2")]
    [InlineData("{\n  \"a\" : \"x\",\n  \"b\" : [1, 2],\n}\n", "a=x; b=[1|2]")]
    [InlineData("a.b.c = 1", "a.b.c=1")]
    [InlineData("a.b { c = 1 }", "a.b.c=1")]
    [InlineData("a.b = { c = 1 }", "a.b.c=1")]
    [InlineData("a { b { c = 1\n d = 2 } }", "a.b.c=1; a.b.d=2")]
    [InlineData("a { b = 1 }\na { c = 2 }", "a.b=1; a.c=2")]
    [InlineData("a { b = 1, c = 1 }\na.b = 2", "a.b=2; a.c=1")]
    [InlineData("a = 1\na { b = 2 }", "a.b=2")]
    [InlineData("a { b = 2 }\na = 1", "a=1")]
    [InlineData("a = { b = 1 }\na = { c = 2 }", "a.b=1; a.c=2")]
    [InlineData("a = 1 # comment", "a=1")]
    [InlineData("a = 1 // comment", "a=1")]
    [InlineData("a = 1// comment", "a=1")]
    [InlineData("a = two words  ", "a=two words")]
    [InlineData("a = 1/4", "a=1/4")]
    [InlineData("a = 100 Mbit/s", "a=100 Mbit/s")]
    [InlineData("a = 25%", "a=25%")]
    [InlineData("a = -1.5", "a=-1.5")]
    [InlineData("a = true, b = null", "a=true; b=(null)")]
    [InlineData("a = \"null\"", "a=null")]
    [InlineData("a = \"# no comment, no end }\"", "a=# no comment, no end }")]
    [InlineData("a = \"\"", "a=")]
    [InlineData("a = \"\\\"\\\\\\/\\t\\u00e9\"", "a=\"\\/\té")]
    [InlineData("a = \"\"\"two\nlines \"quoted\" \\n\"\"\"", "a=two\nlines \"quoted\" \\n")]
    [InlineData("a = x \"y z\" 1", "a=x y z 1")]
    [InlineData("a = []", "a=[]")]
    [InlineData("a = [1, two words, \"x,y\",]", "a=[1|two words|x,y]")]
    [InlineData("a = [\n 1 # one\n 2\n]", "a=[1|2]")]
    [InlineData("a = [[1, 2], { b = 3 }]", "a=[[1|2]|{b=3}]")]
    [InlineData("\"a.b\".c = 1", "\"a.b\".c=1")]
    [InlineData("include = 1", "test.conf:1: write include \"file.conf\", "
        + "include required(\"file.conf\") or include optional(\"file.conf\"); "
        + "a key of that name needs quotes")]
    [InlineData("\"include\" = 1\nincludes = 2", "include=1; includes=2")]
    [InlineData("a {}", "a={}")]
    public void What_is_in_the_subset_is_read(string text, string expected) =>
        Assert.Equal(expected, MemoryHoconSource.Show(MemoryHoconSource.Read(text)));

    [Theory(DisplayName = "A fault names file, line and key")]
    [InlineData("a = 1\n= 2", "test.conf:2: expected a key but found '='")]
    [InlineData("a", "test.conf:1: a: expected '=', ':' or '{' after the key")]
    [InlineData("a =\nb = 1", "test.conf:1: a: has no value")]
    [InlineData("a {\n b = , \n}", "test.conf:2: a.b: has no value")]
    [InlineData("a = 1,,b = 2", "test.conf:1: expected a key but found ','")]
    [InlineData("a..b = 1", "test.conf:1: expected a key but found '.'")]
    [InlineData("a. = 1", "test.conf:1: expected a key but found U+0020")]
    [InlineData("\n\na { b = 1", "test.conf:3: a: this '{' is never closed")]
    [InlineData("a = 1\n}", "test.conf:2: expected a key but found '}'")]
    [InlineData("{ a = 1 }\nb = 2", "test.conf:2: nothing may follow the closing '}'")]
    [InlineData("a = [1,\n2", "test.conf:1: a: this '[' is never closed")]
    [InlineData("a = [1 }", "test.conf:1: a: expected ',' or ']' but found '}'")]
    [InlineData("a { b = 1 ] }", "test.conf:1: a: expected a key but found ']'")]
    [InlineData("a {} b = 2", "test.conf:1: expected a new line or ',' but found 'b'")]
    [InlineData("a = \"x\nb = 1", "test.conf:1: a: this '\"' is never closed on its line")]
    [InlineData("\na = \"\"\"x\nb", "test.conf:2: a: these '\"\"\"' are never closed")]
    [InlineData("a = \"\\q\"", "test.conf:1: a: no escape: \\ before 'q'")]
    [InlineData("a = \"\\u12\"", "test.conf:1: a: \\u needs four hexadecimal digits")]
    [InlineData("a = x = y", "test.conf:1: a: '=' needs quotes here")]
    [InlineData("a = http://x", "test.conf:1: a: ':' needs quotes here")]
    [InlineData("a = x { b = 1 }", "test.conf:1: a: an object or a list cannot be joined to another value")]
    [InlineData("a = ${b} { c = 1 }", "test.conf:1: a: an object or a list cannot be joined to another value")]
    [InlineData("a += 1", "test.conf:1: a: '+=' is not read here: write the whole list")]
    [InlineData("a = ${b", "test.conf:1: a: write ${path} or ${?path}, the path without quotes")]
    [InlineData("a = ${}", "test.conf:1: a: write ${path} or ${?path}, the path without quotes")]
    [InlineData("a = \0", "test.conf:1: a: U+0000 needs quotes here")]
    public void A_fault_names_file_line_and_key(string text, string expected) =>
        Assert.Equal(expected, MemoryHoconSource.Show(MemoryHoconSource.Read(text)));

    [Theory(DisplayName = "Nesting beyond the bound is a fault, not a crash")]
    [InlineData("a = ", "[")]
    [InlineData("", "a { ")]
    [InlineData("a = [", "{ b = [ ")]
    [InlineData("", "a.")]
    public void Nesting_is_bounded(string opening, string repeated)
    {
        var text = opening + string.Concat(Enumerable.Repeat(repeated, 100_000));

        var document = MemoryHoconSource.Read(text);

        Assert.Contains("more than 64", document.Fault?.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "A text beyond the bound is a fault")]
    public void A_file_is_bounded() => Assert.Equal(
        "test.conf: longer than 1048576 characters",
        MemoryHoconSource.Show(MemoryHoconSource.Read(new string('#', 1 << 21))));
}
