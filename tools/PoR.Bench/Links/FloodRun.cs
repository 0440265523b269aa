using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using PoR.Bench.RealTime;
using PoR.Node.Running;

namespace PoR.Bench.Links;

/// <summary>
/// The command `flood`: how long rounds take in a network of five peers over TCP while strangers, in a process of their
/// own, knock at all doors, and while nobody does, in turns.
/// </summary>
internal static class FloodRun
{
    private const string RoundMetric = "por.round.duration";
    private static readonly TimeSpan s_settle = TimeSpan.FromSeconds(3); // After each change.

    /// <summary>Measures.</summary>
    /// <param name="window">Of each turn.</param>
    /// <param name="turns">How often each, alternating.</param>
    /// <param name="perSecond">Connections of strangers a second, at all peers together.</param>
    public static async Task<int> RunAsync(TimeSpan window, int turns, int perSecond)
    {
        var rounds = new ConcurrentQueue<double>();
        using var listener = ListenTo(rounds);
        await using var network = new RealNetwork([], Transport.Tcp);
        await network.StartAsync(20, default);
        var (without, with) = (new List<double>(), new List<double>());
        string[] ports = [.. network.Running.Links.Select(link => $"{link.Address!.Port}")];
        for (var turn = 0; turn < turns; turn++)
        {
            without.AddRange(await MeasureAsync(rounds, window));
            using var strangers = BenchProcess.Start(["flood-strangers", $"{perSecond}", .. ports]);
            with.AddRange(await MeasureAsync(rounds, window));
            var cpu = strangers.TotalProcessorTime;
            await strangers.StandardInput.WriteLineAsync();
            await strangers.WaitForExitAsync();
            var count = await strangers.StandardOutput.ReadToEndAsync();
            Console.WriteLine(Line(
                $"turn {turn + 1}: {count} connections of strangers, {cpu.TotalSeconds:0.0} s of their own CPU"));
        }

        Print(without, with);
        return 0;
    }

    private static MeterListener ListenTo(ConcurrentQueue<double> rounds)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = static (instrument, listening) =>
            {
                if (instrument.Name == RoundMetric)
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((_, seconds, _, _) => rounds.Enqueue(seconds));
        listener.Start();
        return listener;
    }

    private static async Task<double[]> MeasureAsync(ConcurrentQueue<double> rounds, TimeSpan window)
    {
        await Task.Delay(s_settle);
        rounds.Clear();
        await Task.Delay(window);
        return [.. rounds];
    }

    private static void Print(List<double> without, List<double> with)
    {
        Console.WriteLine(Line($"{"round latency, s",-28} {"p50",8}{"p99",8}{"rounds",9}"));
        Print("nobody knocks", without);
        Print("strangers flood", with);
        var (p50, p99) = (At(with, 0.5) / At(without, 0.5), At(with, 0.99) / At(without, 0.99));
        Console.WriteLine(Line($"{"ratio",-28} {p50,8:0.00}{p99,8:0.00}"));
    }

    private static void Print(string what, List<double> rounds) => Console.WriteLine(
        Line($"{what,-28} {At(rounds, 0.5),8:0.000}{At(rounds, 0.99),8:0.000}{rounds.Count,9}"));

    private static double At(List<double> rounds, double quantile) =>
        rounds.Order().ElementAt((int)(quantile * (rounds.Count - 1)));

    private static string Line(FormattableString line) => line.ToString(CultureInfo.InvariantCulture);
}
