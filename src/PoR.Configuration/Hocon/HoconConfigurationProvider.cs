using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace PoR.Configuration.Hocon;

/// <summary>Gives a HOCON tree as the paths <c>a:b:c</c> and, for lists, <c>a:0</c>.</summary>
/// <param name="source">The file and where its includes come from.</param>
internal sealed class HoconConfigurationProvider(HoconConfigurationSource source)
    : ConfigurationProvider
{
    /// <summary>Reads the file and everything that it includes.</summary>
    /// <exception cref="HoconFormatException">
    /// The file is missing or wrong. Thrown because this contract has no other way to say so.
    /// </exception>
    public override void Load()
    {
        Data.Clear();
        if (source.Texts.Find(source.Path, null) is not { } text)
        {
            if (source.IsOptional) return;
            throw new HoconFormatException(new HoconFault(
                new SourcePosition(source.Path, 0), "", "there is no such file"));
        }

        var document = HoconReader.Read(text, source.Texts, Environment.GetEnvironmentVariable);
        if (!document.IsValid) throw new HoconFormatException(document.Fault);
        foreach (var (key, field) in document.Root.Fields) Add(key, field);
    }

    private void Add(string path, HoconValue value)
    {
        switch (value)
        {
            case HoconValue.Text text:
                Data[path] = text.Value;
                break;
            case HoconValue.Null:
                Data[path] = null;
                break;
            case HoconValue.List list:
                for (var i = 0; i < list.Items.Length; i++)
                    Add($"{path}:{i.ToString(CultureInfo.InvariantCulture)}", list.Items[i]);
                break;
            case HoconValue.Object inner:
                foreach (var (key, field) in inner.Fields) Add($"{path}:{key}", field);
                break;
        }
    }
}
