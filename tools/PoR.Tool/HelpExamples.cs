using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace PoR.Tool;

/// <summary>Help that ends with examples.</summary>
internal static class HelpExamples
{
    /// <summary>Adds examples to the help of a command and of those below it.</summary>
    /// <param name="root">Has the help option, which serves all commands.</param>
    /// <param name="examples">By command.</param>
    public static void Install(RootCommand root, IReadOnlyDictionary<Command, string> examples)
    {
        var help = root.Options.OfType<HelpOption>().Single();
        help.Description = "Show this help.";
        help.Action = new Action((HelpAction)help.Action!, examples);
        root.Options.OfType<VersionOption>().Single().Description = "Show the version.";
    }

    private sealed class Action(HelpAction inner, IReadOnlyDictionary<Command, string> examples)
        : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var configuration = parseResult.InvocationConfiguration;
            var output = configuration.Output;
            using var help = new StringWriter { NewLine = "\n" };
            configuration.Output = help;
            var code = inner.Invoke(parseResult);
            configuration.Output = output;
            // The library names the file that runs; a user types por.
            output.Write(help.ToString().TrimEnd().Replace(
                $"  {RootCommand.ExecutableName} ", "  por ", StringComparison.Ordinal));
            output.Write("\n\n");
            if (examples.TryGetValue(parseResult.CommandResult.Command, out var text))
                output.WriteLine(text);
            return code;
        }
    }
}
