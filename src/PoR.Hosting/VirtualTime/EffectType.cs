namespace PoR.Hosting.VirtualTime;

/// <summary>What an actor's call asked for.</summary>
internal enum EffectType : byte
{
    Send,
    Publish,
    Subscribe,
    Unsubscribe,
    StartTimer,
    CancelTimer,
    Offload,
    Stash,
    UnstashAll,
    Watch,
    Stop,
    Unhandled,
}
