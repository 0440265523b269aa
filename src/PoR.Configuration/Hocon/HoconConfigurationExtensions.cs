using Microsoft.Extensions.Configuration;
using PoR.Configuration.Profiles;

namespace PoR.Configuration.Hocon;

/// <summary>Adds HOCON files to a configuration.</summary>
internal static class HoconConfigurationExtensions
{
    /// <summary>Adds a file; later sources win over earlier ones, key by key.</summary>
    /// <param name="builder">The configuration that is being built.</param>
    /// <param name="path">The file, relative to the working folder; or a built-in name.</param>
    /// <param name="optional">Whether the file may be missing.</param>
    /// <returns>The same builder.</returns>
    /// <exception cref="HoconFormatException">On building, when the file is wrong.</exception>
    public static IConfigurationBuilder AddHoconFile(
        this IConfigurationBuilder builder, string path, bool optional = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrEmpty(path);
        return builder.Add(new HoconConfigurationSource(
            path, optional, new FileHoconSource(new BuiltInHoconSource())));
    }
}
