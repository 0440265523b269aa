using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;

namespace PoR.Tool.Tests.Deployment;

/// <summary>What the program makes of an environment.</summary>
internal static class NodeEnvironment
{
    /// <summary>The variables that it reads.</summary>
    public static IReadOnlySet<string> Variables()
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        ProfileLoader.Load("local", new NoFiles(), name =>
        {
            asked.Add(name);
            return null;
        });
        return asked;
    }

    /// <summary>Its settings; the test fails where a variable is wrong.</summary>
    public static NodeSettings Of(IReadOnlyDictionary<string, string> environment)
    {
        var known = Variables();
        Assert.All(
            environment.Keys.Where(name => name.StartsWith("POR_", StringComparison.Ordinal)),
            name => Assert.Contains(name, known));
        var loaded = ProfileLoader.Load("local", new NoFiles(), environment.GetValueOrDefault);
        Assert.Empty(loaded.Faults);
        return loaded.Settings!.Node;
    }

    /// <summary>Fails where these are no arguments of the program.</summary>
    public static void AreArguments(IEnumerable<string> args)
    {
        using var terminal = new Terminal(Stream.Null, TextWriter.Null, false, false);
        var parsed = CommandLine.Root(terminal).Parse([.. args]);
        Assert.Empty(parsed.Errors);
        Assert.NotNull(parsed.Action);
    }

    private sealed class NoFiles : IHoconSource
    {
        public HoconText? Find(string name, HoconText? includedFrom) => null;
    }
}
