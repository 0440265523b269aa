namespace PoR.Mutate.Tests;

/// <summary>What scenarios say is taken for a kill only where something that they expect was not held.</summary>
public sealed class ScenarioOutputTests
{
    private const string Held = "F2: Halves\n200 participants\nheld      invariants  7 checks\n";
    private const string Broken = "F3: Halves\nheld      invariants  7 checks\nNOT HELD  recovers  no block followed\n";

    [Theory]
    [InlineData(Held, 0, null)]
    [InlineData(Held + Broken, 1, "F3: recovers  no block followed")]
    [InlineData(Held, 1, "a run that ended with exit code 1")]
    [InlineData(Held, 70, "a run that ended with exit code 70")]
    public void It_is_read(string output, int exitCode, string? failed)
    {
        var run = ScenarioOutput.Read(output, exitCode);

        Assert.Equal(failed, run.Failed);
        Assert.Contains("F2", run.Classes);
    }
}
