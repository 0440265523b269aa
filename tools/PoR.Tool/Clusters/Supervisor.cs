using System.Diagnostics;

namespace PoR.Tool.Clusters;

/// <summary>
/// Keeps the members of a cluster running until it is told to end: whoever ends is started again, as systemd or
/// Kubernetes do it. Relays before the members' remoting ports run in it, too.
/// </summary>
/// <param name="folder">The cluster's.</param>
/// <param name="plan">Of the folder.</param>
/// <param name="say">Takes what happens.</param>
internal sealed class Supervisor(ClusterFolder folder, ClusterPlan plan, Action<string> say)
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_restartAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_endLimit = TimeSpan.FromSeconds(60);

    private readonly SortedDictionary<string, Process> _running = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _endedAt = new(StringComparer.Ordinal);
    private int _split;

    /// <summary>Runs until it is stopped; then it asks all members to end, and waits for them.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        var relays = plan.Members.Where(place => place.Advertised != place.Remoting).Select(RelayOf).ToArray();
        foreach (var relay in relays)
            relay.Start();
        while (!stop.IsCancellationRequested)
        {
            Volatile.Write(ref _split, folder.Split());
            foreach (var place in plan.Members)
                Look(place.Name);
            await Task.Delay(s_look, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await EndAsync();
        foreach (var relay in relays)
            await relay.DisposeAsync();
    }

    private void Look(string member)
    {
        if (_running.TryGetValue(member, out var process))
        {
            if (!process.HasExited)
                return;
            say($"{member} has ended with {process.ExitCode}.");
            process.Dispose();
            _running.Remove(member);
            _endedAt[member] = Stopwatch.GetTimestamp();
        }

        if (!folder.IsWanted(member)
            || (_endedAt.TryGetValue(member, out var at) && Stopwatch.GetElapsedTime(at) < s_restartAfter))
            return;
        var started = ChildProcesses.Start(
            folder.At($"{member}.log"),
            ["node", "--config", folder.At($"{member}.conf"), "--log", "json",
                .. plan.IsDemo ? ["--submit-demo"] : (string[])[]]);
        folder.Note(member, started.Id);
        _running.Add(member, started);
        say($"{member} is process {started.Id}.");
    }

    private async Task EndAsync()
    {
        foreach (var process in _running.Values.Where(process => !process.HasExited))
        {
            // One that stands still would not hear that it is to end.
            ChildProcesses.Send(process.Id, Signal.Continue);
            ChildProcesses.Send(process.Id, Signal.Terminate);
        }

        using var limit = new CancellationTokenSource(s_endLimit);
        foreach (var (member, process) in _running)
        {
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                say($"{member} has not ended within {s_endLimit.TotalSeconds} s, and is killed.");
                process.Kill();
            }
        }
    }

    private Relay RelayOf(MemberPlace place) => new(
        place.Name, place.Advertised, place.Remoting,
        port => plan.Members.FirstOrDefault(member => member.Advertised == port)?.Name, IsSplit);

    private bool IsSplit(string one, string other) => IsFirst(one) != IsFirst(other);

    private bool IsFirst(string member) =>
        plan.Members.Take(Volatile.Read(ref _split)).Any(place => place.Name == member);
}
