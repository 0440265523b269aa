using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>A call that waits for the end of its turn.</summary>
internal struct Effect
{
    public EffectType Type;
    public Cell? Target;
    public IMessage? Message;

    /// <summary>A topic's or a timer's name, or a job.</summary>
    public object? Tag;

    /// <summary>A job's key.</summary>
    public string? Key;

    /// <summary>A timer's due time, ticks of the run clock.</summary>
    public long Ticks;
}
