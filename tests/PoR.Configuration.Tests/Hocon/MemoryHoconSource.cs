using PoR.Configuration.Hocon;

namespace PoR.Configuration.Tests.Hocon;

/// <summary>Files in memory, and how a test reads and shows them.</summary>
internal sealed class MemoryHoconSource(params (string Name, string Text)[] files) : IHoconSource
{
    public HoconText? Find(string name, HoconText? includedFrom) =>
        files.Where(file => file.Name == name)
            .Select(file => new HoconText(file.Name, file.Name, file.Text))
            .FirstOrDefault();

    public static HoconDocument Read(string text, params (string Name, string Value)[] variables) =>
        new MemoryHoconSource(("test.conf", text)).ReadFirst(variables);

    public HoconDocument ReadFirst(params (string Name, string Value)[] variables) =>
        HoconReader.Read(
            files[0].Name, this,
            name => variables.Where(v => v.Name == name).Select(v => v.Value).FirstOrDefault());

    public static string Show(HoconDocument document) => document.IsValid
        ? string.Join("; ", HoconFlattening.Flatten(document.Root)
            .Select(entry => $"{entry.Path}={Show(entry.Value)}"))
        : document.Fault.ToString();

    private static string Show(HoconValue value) => value switch
    {
        HoconValue.Text text => text.Value,
        HoconValue.Null => "(null)",
        HoconValue.List list => $"[{string.Join("|", list.Items.Select(Show))}]",
        HoconValue.Object tree => "{" + string.Join(
            ",", tree.Fields.Select(field => $"{field.Key}={Show(field.Value)}")) + "}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
