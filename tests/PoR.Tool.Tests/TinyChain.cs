namespace PoR.Tool.Tests;

/// <summary>A run of four participants with real cryptography, made once, and its chain.</summary>
public sealed class TinyChain : IAsyncLifetime
{
    internal const int Rounds = 3;

    private readonly Scratch _scratch = new();

    internal string RunFolder => _scratch["run"];

    internal string Folder => Path.Combine(RunFolder, "chain");

    public async ValueTask InitializeAsync() => Assert.Equal(0, (await ToolRun.Of(
        "simulate", "--profile", "unit", "--participants", "4", "--nodes", "4", "--rounds", $"{Rounds}",
        "--reviews-per-round", "2", "--out", RunFolder, "--json")).Code);

    public ValueTask DisposeAsync()
    {
        _scratch.Dispose();
        return ValueTask.CompletedTask;
    }
}
