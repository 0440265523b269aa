namespace AkkaSimulation.Running;

/// <summary>What a random stream is for; part of its key, so that no two share one.</summary>
internal enum StreamPurpose
{
    Akka = 1,
    Network,
    Disk,
    Schedule,
    Actor,
}
