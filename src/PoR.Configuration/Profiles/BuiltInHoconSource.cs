using System.Collections.Immutable;
using PoR.Configuration.Hocon;

namespace PoR.Configuration.Profiles;

/// <summary>The files of <c>hocon/</c>, which are also part of the assembly.</summary>
public sealed class BuiltInHoconSource : IHoconSource
{
    /// <summary>The built-in files, the reference first.</summary>
    public static ImmutableArray<string> Names { get; } =
        ["reference.conf", "unit.conf", "demo.conf", "local.conf", "cluster.conf", "safety.conf", "large.conf"];

    /// <inheritdoc/>
    public HoconText? Find(string name, HoconText? includedFrom)
    {
        if (!Names.Contains(name)) return null;
        using var stream = typeof(BuiltInHoconSource).Assembly.GetManifestResourceStream(
            "hocon/" + name) ?? throw new InvalidOperationException($"{name} is not embedded.");
        using var reader = new StreamReader(stream);
        return new HoconText($"built-in {name}", "built-in " + name, reader.ReadToEnd());
    }
}
