using System.Diagnostics;
using System.Globalization;
using PoR.Simulation.Runs;

namespace PoR.Tool.Simulating;

/// <summary>Progress as a plain line every so often.</summary>
internal sealed class RunLog(Terminal terminal, TimeSpan interval) : IProgress<RunProgress>
{
    private readonly long _started = Stopwatch.GetTimestamp();
    private TimeSpan _told;

    /// <inheritdoc/>
    public void Report(RunProgress value)
    {
        var elapsed = Stopwatch.GetElapsedTime(_started);
        if (elapsed - _told < interval)
            return;
        _told = elapsed;
        terminal.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{value}; {value.VirtualSeconds:0} s of virtual time in {elapsed.TotalSeconds:0} s."));
    }
}
