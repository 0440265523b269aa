
namespace PoR.Bench.VirtualTime;

/// <summary>
/// One hash in 20 processes: Debug and Release, 1, 2 and 4 threads, a shared loop and lanes, over a round with crashes
/// and work.
/// </summary>
internal static class HashRuns
{
    private const int Processes = 20;
    private static readonly int[] s_threads = [1, 2, 4];
    private static readonly string[] s_builds = ["debug", "release"];

    /// <summary>Runs in this process.</summary>
    public static void RunOne(int threads, TextWriter output)
    {
        foreach (var hasLanes in new[] { false, true })
        {
            using var workload = new RoundWorkload(hasLanes, threads, hasWork: true);
            var simulation = workload.Simulation;
            simulation.At(simulation.Now + TimeSpan.FromMilliseconds(1_600), simulation.Nodes[7].Crash);
            simulation.At(simulation.Now + TimeSpan.FromMilliseconds(2_700), simulation.Nodes[7].Restart);
            workload.Round();
            output.WriteLine($"{(hasLanes ? "lanes" : "shared")} {simulation.TraceHash} {simulation.Deliveries}");
        }
    }

    /// <summary>Runs in processes of their own, and compares.</summary>
    /// <returns>0 where all say the same.</returns>
    public static int RunAll(TextWriter output)
    {
        var answers = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        for (var i = 0; i < Processes; i++)
        {
            var (build, threads) = (s_builds[i % s_builds.Length], s_threads[i / s_builds.Length % s_threads.Length]);
            var answer = Ask(build, threads);
            Console.Error.WriteLine($"{i + 1}: {build}, {threads} threads");
            if (!answers.TryGetValue(answer, out var who))
                answers.Add(answer, who = []);
            who.Add($"{build}/{threads}");
        }

        foreach (var (answer, who) in answers)
            output.WriteLine($"{who.Count} processes ({string.Join(' ', who)}):\n{answer}");
        output.WriteLine(answers.Count == 1 ? "One hash in all processes." : $"{answers.Count} different answers.");
        return answers.Count == 1 ? 0 : 1;
    }

    private static string Ask(string build, int threads)
    {
        var program = Path.Combine(Checkout.Root, "artifacts", "bin", "PoR.Bench", build, "PoR.Bench.dll");
        if (!File.Exists(program))
            throw new FileNotFoundException($"Build PoR.Bench in Debug and in Release first: {program} is missing.");
        return BenchProcess.Ask(["simulation", "hash", $"{threads}"], program);
    }
}
