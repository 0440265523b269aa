using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Dispatch;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Running;
using AkkaSimulation.Work;

namespace AkkaSimulation.Nodes;

/// <summary>Brings the life to what Akka creates from configuration.</summary>
internal sealed class LifeSetup(Life life) : Setup
{
    public Life Life { get; } = life;
}

/// <summary>One life of a node: an actor system from its start to its crash.</summary>
internal sealed class Life
{
    [ThreadStatic]
    private static Life? t_beingCreated;

    private SimulationDispatcher? _dispatcher;

    private Life(SimulatedNode node, int number)
    {
        (Node, Number) = (node, number);
        AkkaRandom = new SeededRandom(node.Simulation.StreamOf(StreamPurpose.Akka, node.Index, number));
    }

    /// <summary>The life whose system is being created on this thread.</summary>
    public static Life? BeingCreated => t_beingCreated;

    public SimulatedNode Node { get; }

    /// <summary>0, 1, … in the node.</summary>
    public int Number { get; }

    public bool IsOver { get; private set; }

    /// <summary>What Akka draws uids and jitter from.</summary>
    public Random AkkaRandom { get; }

    public ActorSystem System { get; private set; } = null!;

    /// <summary>
    /// Creates the system of a life; the node's loop is drained meanwhile, since Akka waits for some of its actors.
    /// </summary>
    public static Life Begin(SimulatedNode node, int number, Config config)
    {
        var life = new Life(node, number);
        var setup = ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(config),
            new LifeSetup(life),
            new ActorRuntimeSetup(new SimulationRuntime(life)));
        var before = t_beingCreated;
        t_beingCreated = life;
        node.BeginLife(life);
        try
        {
            life.System = ActorSystem.Create(node.Name, setup);
        }
        finally
        {
            t_beingCreated = before;
        }

        return life;
    }

    /// <summary>One dispatcher serves all dispatcher ids of a life.</summary>
    public MessageDispatcher DispatcherOf(MessageDispatcherConfigurator configurator) =>
        _dispatcher ??= new SimulationDispatcher(configurator, this);

    /// <summary>The dispatcher, for letters that come from other nodes.</summary>
    public SimulationDispatcher Dispatcher => _dispatcher!;

    public void End() => IsOver = true;
}

/// <summary>A generator for Akka, whose numbers follow from the seed of the run.</summary>
internal sealed class SeededRandom(RandomStream stream) : Random
{
    public override int Next() => Next(int.MaxValue);

    public override int Next(int maxValue) => maxValue < 1 ? 0 : stream.Next(maxValue);

    public override int Next(int minValue, int maxValue) =>
        maxValue <= minValue ? minValue : minValue + (int)((uint)stream.NextUInt64() % (uint)(maxValue - minValue));

    public override long NextInt64() => (long)(stream.NextUInt64() >> 1);

    public override double NextDouble() => stream.NextDouble();

    public override void NextBytes(byte[] buffer) => NextBytes(buffer.AsSpan());

    public override void NextBytes(Span<byte> buffer)
    {
        foreach (ref var value in buffer)
            value = (byte)stream.NextUInt64();
    }

    protected override double Sample() => NextDouble();
}
