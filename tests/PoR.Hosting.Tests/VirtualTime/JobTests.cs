using PoR.Actors.Contract;

namespace PoR.Hosting.Tests.VirtualTime;

/// <summary>Work on other threads.</summary>
public sealed class JobTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Results_come_at_their_virtual_time_in_the_order_of_the_handing_over(int threads)
    {
        using var world = new World(new() { WorkerThreads = threads });
        world.With(
            "a",
            (_, c, m) =>
            {
                if (m is JobDone)
                {
                    world.Say(c, World.TextOf(m));
                    return;
                }

                c.Offload(new Work(2, () => "late"), "1");
                c.Offload(new Work(1, () => "early"), "2");
                c.Offload(new Work(1, () => "early, second"), "3");
                c.Offload(new Work(0, () => throw new ArgumentException("no")), "4");
            });
        world.Tell(World.A, "go");
        world.Run();

        Assert.Equal(
            [
                "0 a/0 4=ArgumentException: no",
                "1 a/0 2=early",
                "1 a/0 3=early, second",
                "2 a/0 1=late",
            ],
            world.Log);
    }

    [Fact]
    public void A_restart_loses_the_results_of_running_jobs()
    {
        using var world = new World();
        world.With(
            "a",
            (_, c, m) =>
            {
                if (World.TextOf(m) == "fail")
                    throw new InvalidOperationException("on purpose");
                if (m is JobDone)
                    world.Say(c, World.TextOf(m));
                else
                    c.Offload(new Work(1, () => "done"), "j");
            });
        world.Tell(World.A, "go");
        world.Tell(World.A, "fail");
        world.Run();

        Assert.Empty(world.Log);
    }
}
