using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;

[assembly: Limits.Watched]

namespace Limits;

/// <summary>Ends a test process in which a test, or what lies between two tests, does not end.</summary>
/// <remarks>
/// A thread of its own, since a test that hangs may hold every thread of the pool, and the process ends at once,
/// since such a test takes no notice of a token. It begins with the module, so that data, fixtures and constructors
/// of tests are watched, too. Linked into every test project.
/// </remarks>
internal static class Watchdog
{
    /// <summary>Sets the limit, in seconds; the default is ten minutes.</summary>
    public const string Variable = "POR_TEST_LIMIT_SECONDS";

    private static readonly TimeSpan Limit = ReadLimit();
    private static readonly ConcurrentDictionary<string, (string Name, long Start)> Running = new();
    private static long _lastChange = Stopwatch.GetTimestamp();
    private static string _last = "the start of the process";

    /// <summary>The names of the tests that run now.</summary>
    public static IEnumerable<string> RunningTests => Running.Values.Select(test => test.Name);

    /// <summary>A test begins.</summary>
    /// <param name="id">Its own.</param>
    /// <param name="name">For people.</param>
    public static void Begin(string id, string name)
    {
        Running[id] = (name, Stopwatch.GetTimestamp());
        Note(name);
    }

    /// <summary>A test has ended.</summary>
    /// <param name="id">As it began.</param>
    public static void End(string id)
    {
        if (Running.TryRemove(id, out var test))
            Note(test.Name);
    }

    /// <summary>What hangs, as a sentence; null while all is well.</summary>
    /// <param name="running">Names of the tests that run, and for how long they have.</param>
    /// <param name="silence">How long no test has begun or ended.</param>
    /// <param name="last">The test that began or ended last.</param>
    /// <param name="limit">How long either may take.</param>
    public static string? Verdict(
        IEnumerable<(string Name, TimeSpan Time)> running, TimeSpan silence, string last, TimeSpan limit)
    {
        var hung = running.Where(test => test.Time > limit).OrderByDescending(test => test.Time).ToList();
        var seconds = limit.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        if (hung.Count > 0)
            return $"Not ended within {seconds} s: {string.Join("; ", hung.Select(test => test.Name))}";
        return silence > limit ? $"No test began or ended within {seconds} s after: {last}" : null;
    }

    [ModuleInitializer]
    internal static void Start() => new Thread(Watch) { IsBackground = true, Name = "Watchdog" }.Start();

    private static void Watch()
    {
        while (true)
        {
            Thread.Sleep(TimeSpan.FromSeconds(1));
            if (Debugger.IsAttached)
                continue;
            var running = Running.Values.Select(test => (test.Name, Stopwatch.GetElapsedTime(test.Start)));
            var silence = Stopwatch.GetElapsedTime(Volatile.Read(ref _lastChange));
            if (Verdict(running, silence, Volatile.Read(ref _last), Limit) is not { } hung)
                continue;
            ChildProcess.KillAll();
            Console.Error.WriteLine($"HANGS: {hung}");
            Console.Error.Flush();
            // Not Environment.Exit: it would wait for what hangs.
            Process.GetCurrentProcess().Kill();
        }
    }

    private static void Note(string name)
    {
        Volatile.Write(ref _last, name);
        Volatile.Write(ref _lastChange, Stopwatch.GetTimestamp());
    }

    private static TimeSpan ReadLimit() =>
        int.TryParse(
            Environment.GetEnvironmentVariable(Variable), NumberStyles.None, CultureInfo.InvariantCulture,
            out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromMinutes(10);
}
