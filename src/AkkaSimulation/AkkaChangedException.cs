namespace AkkaSimulation;

/// <summary>This version of Akka.NET no longer has an inside on which the simulation relies.</summary>
public sealed class AkkaChangedException : InvalidOperationException
{
    internal AkkaChangedException(string message)
        : base(message)
    {
    }
}
