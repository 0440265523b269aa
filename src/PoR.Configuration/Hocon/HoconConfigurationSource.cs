using Microsoft.Extensions.Configuration;

namespace PoR.Configuration.Hocon;

/// <summary>A HOCON file as a source of Microsoft.Extensions.Configuration.</summary>
/// <param name="Path">The file, or a name that <paramref name="Texts"/> knows.</param>
/// <param name="IsOptional">Whether a missing file is an empty one instead of an error.</param>
/// <param name="Texts">Where the file and its includes come from.</param>
internal sealed record HoconConfigurationSource(
    string Path, bool IsOptional, IHoconSource Texts) : IConfigurationSource
{
    /// <inheritdoc/>
    public IConfigurationProvider Build(IConfigurationBuilder builder) =>
        new HoconConfigurationProvider(this);
}
