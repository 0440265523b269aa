using Akka.Actor;

namespace AkkaSimulation.Tests.Runs;

/// <summary>Supervision within a window of the system's own clock.</summary>
public sealed class RestartWindowTests
{
    [Theory(DisplayName = "Three restarts within a minute of virtual time: the fourth failure within it stops the "
        + "child, later ones do not")]
    [InlineData(false, 10, 4)]
    [InlineData(false, 25, 8)]
    [InlineData(true, 10, 4)]
    [InlineData(true, 25, 8)]
    public void On_virtual_time(bool isAll, int secondsApart, int births)
    {
        using var simulation = new Simulation();
        var (born, stopped) = (new List<string>(), new List<string>());
        var node = simulation.AddActor("parent", actor =>
        {
            static Directive Restart(Exception failure) => Directive.Restart;
            actor.Strategy = isAll
                ? new AllForOneWithin(3, 1.Minutes(), Restart)
                : new OneForOneWithin(3, 1.Minutes(), Restart);
            foreach (var name in new[] { "a", "b" })
            {
                Acting.Actors.ActorOf(
                    Acting.Of(child =>
                    {
                        born.Add(name);
                        child.Stopped = () => stopped.Add(name);
                        child.On<string>(static text => throw new InvalidOperationException(text));
                    }),
                    name);
            }

            actor.On<string>(text => Acting.Actors.Child("a").Tell(text));
        });
        for (var i = 1; i <= 7; i++)
            simulation.At((i * secondsApart).Seconds(), () => node.Find("/user/parent").Tell("fail"));

        simulation.RunFor(10.Minutes());

        Assert.Equal(births, born.Count(static n => n == "a"));
        Assert.Equal(isAll ? births : 1, born.Count(static n => n == "b"));
        var isStopped = births < 8;
        Assert.Equal(isStopped, node.Find("/user/parent/a") is Nodes.RemoteRef r && r.Resolve() is null);
        Assert.Equal(isStopped && isAll, node.Find("/user/parent/b") is Nodes.RemoteRef b && b.Resolve() is null);
    }

    [Theory(DisplayName = "The same strategies work in an ordinary system", Timeout = 60_000)]
    [InlineData(false)]
    [InlineData(true)]
    public async Task In_an_ordinary_system(bool isAll)
    {
        using var system = ActorSystem.Create("plain", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");
        var stopped = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        var births = 0;
        var parent = system.ActorOf(Acting.Of(actor =>
        {
            static Directive Restart(Exception failure) => Directive.Restart;
            actor.Strategy = isAll
                ? new AllForOneWithin(3, 1.Minutes(), Restart)
                : new OneForOneWithin(3, 1.Minutes(), Restart);
            var child = Acting.Actors.ActorOf(Acting.Of(c =>
            {
                births++;
                c.On<string>(static text => throw new InvalidOperationException(text));
            }));
            Acting.Actors.Watch(child);
            actor.On<string>(child.Tell);
            actor.On<Terminated>(_ => stopped.SetResult(births));
        }));

        for (var i = 0; i < 4; i++)
            parent.Tell("fail");

        Assert.Equal(4, await stopped.Task);
    }

    [Fact(DisplayName = "A restart count or window that makes no sense is refused")]
    public void Arguments()
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new OneForOneWithin(-1, 1.Seconds(), static _ => Directive.Stop));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => new AllForOneWithin(1, TimeSpan.Zero, static _ => Directive.Stop));
    }
}
