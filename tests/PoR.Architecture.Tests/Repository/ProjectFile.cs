using System.Xml.Linq;

namespace PoR.Architecture.Tests.Repository;

/// <summary>A csproj file.</summary>
public sealed class ProjectFile
{
    private readonly XDocument _document;

    /// <summary>Parses a project.</summary>
    /// <param name="path">From the repository's root, with forward slashes.</param>
    /// <param name="text">The whole file.</param>
    public ProjectFile(string path, string text)
    {
        Path = path;
        _document = XDocument.Parse(text, LoadOptions.SetLineInfo);
    }

    /// <summary>From the repository's root, with forward slashes.</summary>
    public string Path { get; }

    /// <summary>For example <c>PoR.Core</c>.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    /// <summary><c>src</c>, <c>tests</c> or <c>tools</c>.</summary>
    public string Area => Path.Split('/')[0];

    /// <summary>The project's folder, from the repository's root.</summary>
    public string Folder => Path[..Path.LastIndexOf('/')];

    /// <summary>The property PoRRing; empty when not set.</summary>
    public string Ring => _document.Descendants("PoRRing").FirstOrDefault()?.Value.Trim() ?? "";

    /// <summary>Names of the projects that it refers to, with the line of each.</summary>
    public IEnumerable<(string Name, int Line)> References =>
        Included("ProjectReference").Select(item =>
            (System.IO.Path.GetFileNameWithoutExtension(item.Name.Replace('\\', '/')), item.Line));

    /// <summary>Names of the packages that it refers to, with the line of each.</summary>
    public IEnumerable<(string Name, int Line)> Packages => Included("PackageReference");

    /// <summary>Names of the projects that see its internal types, with the line of each.</summary>
    public IEnumerable<(string Name, int Line)> Friends => Included("InternalsVisibleTo");

    private IEnumerable<(string Name, int Line)> Included(string element) =>
        from item in _document.Descendants(element)
        let include = item.Attribute("Include")?.Value
        where include is not null
        select (include, ((System.Xml.IXmlLineInfo)item).LineNumber);
}
