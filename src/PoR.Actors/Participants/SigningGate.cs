using PoR.Core.Rounds;

namespace PoR.Actors.Participants;

/// <summary>
/// Whether the participants of a peer may sign in a round. One for all of them, read before each signature, so that
/// nobody has to tell each one.
/// </summary>
/// <param name="silentUntil">Nobody signs up to this round.</param>
public sealed class SigningGate(Round silentUntil)
{
    /// <summary>Silence without an end.</summary>
    public static readonly Round Always = new(long.MaxValue);

    private long _silentUntil = silentUntil.Number;
    private volatile bool _isStopped;

    /// <summary>Whether a message of a round may be signed now.</summary>
    public bool MaySign(Round round) => !_isStopped && round.Number > Volatile.Read(ref _silentUntil);

    /// <summary>Nobody signs up to this round, and all may after it.</summary>
    public void SilentUntil(Round round) => Volatile.Write(ref _silentUntil, round.Number);

    /// <summary>Nobody signs any more; it is never undone.</summary>
    public void Stop() => _isStopped = true;
}
