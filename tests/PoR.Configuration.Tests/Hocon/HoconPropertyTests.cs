using FsCheck;
using FsCheck.Fluent;
using PoR.Configuration.Hocon;

namespace PoR.Configuration.Tests.Hocon;

public sealed class HoconPropertyTests
{
    private static readonly Config Replayed =
        Config.QuickThrowOnFailure.WithMaxTest(2_000).WithReplay(new Replay(new Rnd(42, 43), null));

    [Fact(DisplayName = "Whatever is read gives a tree or a fault, never a crash or a hang")]
    public void Reading_is_total()
    {
        var pieces = Gen.Elements(
            "a", "b", ".", " ", "\n", "=", ":", "{", "}", "[", "]", ",", "\"", "\"\"\"", "\\", "\\u",
            "$", "${", "${?", "a}", "#", "//", "+=", "include ", "required(", ")", "null", "1", "\0", "é");
        var texts = pieces.ArrayOf().Select(string.Concat);

        Prop.ForAll(texts.ToArbitrary(), text =>
        {
            var document = MemoryHoconSource.Read(text);
            return document.Root is null != document.Fault is null
                && document.Fault?.Position.Line is null or >= 1;
        }).Check(Replayed);
    }

    [Fact(DisplayName = "A quoted text comes back as it went in")]
    public void Quoted_texts_come_back() =>
        Prop.ForAll<NonNull<string>>(wrapped =>
        {
            var text = wrapped.Get;
            var quoted = string.Concat(text.Select(c => c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                _ => c.ToString(),
            }));
            var document = MemoryHoconSource.Read($"a = \"{quoted}\"");
            return document.Root?.Fields["a"] is HoconValue.Text read && read.Value == text;
        }).Check(Replayed);
}
