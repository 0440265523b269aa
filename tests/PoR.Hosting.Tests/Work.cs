using PoR.Actors.Contract;

namespace PoR.Hosting.Tests;

/// <summary>A job that does what a test says.</summary>
internal sealed record Work(double Seconds, Func<string> Does) : IJob
{
    public TimeSpan VirtualDuration => TimeSpan.FromSeconds(Seconds);

    public IMessage Run() => new Note(Does());
}
