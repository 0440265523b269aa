namespace PoR.Configuration.Hocon;

/// <summary>Reads a configuration with everything that it includes.</summary>
/// <remarks>The subset of HOCON that is read is stated in this project's README.</remarks>
internal sealed class HoconReader
{
    private readonly IHoconSource _source;
    private readonly Func<string, string?> _environment;
    private readonly List<HoconText> _open = [];
    private int _includes;

    private HoconReader(IHoconSource source, Func<string, string?> environment)
    {
        _source = source;
        _environment = environment;
    }

    /// <summary>Reads the text of a name.</summary>
    /// <param name="name">What <paramref name="source"/> finds the first text by.</param>
    /// <param name="source">Where the first text and its includes come from.</param>
    /// <param name="environment">The value of an environment variable, or null.</param>
    /// <returns>The tree or the first fault; a missing file is a fault, too.</returns>
    internal static HoconDocument Read(
        string name, IHoconSource source, Func<string, string?> environment) =>
        source.Find(name, includedFrom: null) is { } text
            ? Read(text, source, environment)
            : new HoconDocument(
                null, new HoconFault(new SourcePosition(name, 0), "", "there is no such file"));

    /// <summary>Reads a text.</summary>
    /// <param name="text">The first text.</param>
    /// <param name="source">Where its includes come from.</param>
    /// <param name="environment">The value of an environment variable, or null.</param>
    /// <returns>The tree or the first fault.</returns>
    public static HoconDocument Read(
        HoconText text, IHoconSource source, Func<string, string?> environment)
    {
        var root = new HoconExpression.Scope(new SourcePosition(text.Name, 1));
        var reader = new HoconReader(source, environment);
        if (reader.ReadInto(text, root, "", depth: 0) is { } fault)
            return new HoconDocument(null, fault);
        var resolver = new HoconResolver(root, reader._environment);
        var tree = resolver.Resolve();
        return new HoconDocument(resolver.Fault is null ? tree : null, resolver.Fault);
    }

    private HoconFault? ReadInto(
        HoconText text, HoconExpression.Scope scope, string path, int depth)
    {
        if (text.ReadError is { } error)
            return new HoconFault(new SourcePosition(text.Name, 0), path, error);
        if (text.Content.Length > HoconLimits.FileCharactersMax)
            return new HoconFault(new SourcePosition(text.Name, 0), path,
                $"longer than {HoconLimits.FileCharactersMax} characters");
        _open.Add(text);
        var parser = new HoconParser(text, Include);
        parser.ParseInto(scope, path, depth);
        _open.RemoveAt(_open.Count - 1);
        return parser.Fault;
    }

    private HoconFault? Include(HoconParser.IncludeRequest request)
    {
        HoconFault Fault(string message) => new(request.Position, request.Path, message);

        if (++_includes > HoconLimits.IncludesMax)
            return Fault($"more than {HoconLimits.IncludesMax} includes");
        if (_source.Find(request.Name, _open[^1]) is not { } text)
            return request.IsOptional
                ? null
                : Fault($"cannot include \"{request.Name}\": there is no such file");
        var circle = _open.FindIndex(open => open.Identity == text.Identity);
        if (circle < 0) return ReadInto(text, request.Into, request.Path, request.Depth);
        var names = _open.Skip(circle).Append(text).Select(open => open.Name);
        return Fault("includes itself: " + string.Join(" -> ", names));
    }
}
