using System.Text;
using System.Text.Json;

namespace PoR.Tool.Tests;

/// <summary>What one command said and ended with, run inside this process.</summary>
internal sealed record ToolRun(int Code, string Output, string Error)
{
    /// <summary>The object that it printed.</summary>
    public JsonElement Json => JsonOf(Output);

    /// <summary>An object of JSON.</summary>
    public static JsonElement JsonOf(string text) => JsonDocument.Parse(text).RootElement;

    /// <summary>The lines of its standard output, without the last line's end.</summary>
    public string[] Lines => Output.TrimEnd('\n').Split('\n');

    public static async Task<ToolRun> Of(params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        using var terminal = new Terminal(output, error, isOutputInteractive: false, isErrorInteractive: false);
        var code = await CommandLine.RunAsync(args, terminal, TestContext.Current.CancellationToken);
        return new ToolRun(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
