using System.Runtime.InteropServices;

namespace PoR.Tool;

/// <summary>Ctrl-C and requests to terminate: the first asks for a clean end, the second ends at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private static readonly TimeSpan LateAfter = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Timer _late;
    private Action<string>? _say;

    public StopSignals()
    {
        _late = new Timer(_ => Volatile.Read(ref _say)?.Invoke("stopping ...; a second Ctrl-C ends at once."));
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _source.Token;

    /// <summary>Lets the user know when the end takes a moment.</summary>
    /// <param name="say">Takes the sentence, from any thread, when a second has passed.</param>
    public void SayLate(Action<string> say) => Volatile.Write(ref _say, say);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _late.Dispose();
        _source.Dispose();
    }

    /// <summary>What a signal does.</summary>
    /// <returns>Whether it was the first; the second ends the process.</returns>
    internal bool Request()
    {
        if (_source.IsCancellationRequested)
            return false;
        _late.Change(LateAfter, Timeout.InfiniteTimeSpan);
        _source.Cancel();
        return true;
    }

    private void OnSignal(PosixSignalContext context) => context.Cancel = Request();
}
