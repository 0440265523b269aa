using Akka.Actor;
using AkkaSimulation.Networks;
using AkkaSimulation.Nodes;
using Limits;

namespace AkkaSimulation.Tests.Runs;

/// <summary>The same runs in several processes, whose string hashes, addresses and compilers differ.</summary>
public sealed class ProcessTests
{
    private const string OutputVariable = "AKKA_SIMULATION_HASHES_TO";

    /// <summary>What the compiler of a child is told; the second compiles as a Debug build does.</summary>
    private static readonly (string Name, string Value)[] s_children =
    [
        ("DOTNET_TieredCompilation", "1"),
        ("DOTNET_JITMinOpts", "1"),
        ("DOTNET_TieredCompilation", "0"),
        ("DOTNET_ReadyToRun", "0"),
    ];

    [Fact(DisplayName =
        "Four processes, compiled in four ways, with 1, 2 and 4 threads, on lanes and a shared loop: one hash each",
        Timeout = 600_000)]
    public async Task Four_processes()
    {
        var children = s_children.Select(static child => HashesOfAChildAsync(child.Name, child.Value)).ToList();
        var expected = Hashes().ToList();

        foreach (var (child, (name, value)) in children.Zip(s_children))
        {
            var actual = await child;
            Assert.True(
                expected.SequenceEqual(actual),
                $"With {name}={value}: {string.Join(Environment.NewLine, actual.Except(expected))}{Environment.NewLine}"
                + $"instead of {string.Join(Environment.NewLine, expected.Except(actual))}");
        }

        // Threads change nothing: each run has one hash.
        Assert.Equal(expected.Count / 3,
            expected.Select(static line => line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..])
            .Distinct().Count());
    }

    [Fact(Explicit = true, DisplayName = "Writes its hashes, as the child of another test")]
    public void Writes_its_hashes() =>
        File.WriteAllLines(Environment.GetEnvironmentVariable(OutputVariable)!, Hashes());

    private static async Task<string[]> HashesOfAChildAsync(string name, string value)
    {
        var output = Path.GetTempFileName();
        try
        {
            using var child = ChildProcess.Start(
                "dotnet",
                [
                    typeof(ProcessTests).Assembly.Location, "-noLogo", "-explicit", "only",
                    "-method", $"{typeof(ProcessTests).FullName}.{nameof(Writes_its_hashes)}",
                ],
                environment: new Dictionary<string, string> { [OutputVariable] = output, [name] = value });
            var (code, said, error) = await child.EndAsync();
            Assert.True(code == 0, $"With {name}={value}: {said}{error}");
            return await File.ReadAllLinesAsync(output);
        }
        finally
        {
            File.Delete(output);
        }
    }

    private static IEnumerable<string> Hashes()
    {
        foreach (var threads in new[] { 1, 2, 4 })
        {
            foreach (var leastMs in new[] { 0, 5 })
                yield return $"{threads} threads: stops, {leastMs} ms, {Stops(threads, leastMs)}";
            for (ulong seed = 0; seed < 6; seed++)
            {
                using var simulation = RandomScenario.Run(seed, new SimulationOptions { Threads = threads });
                yield return $"{threads} threads: random {seed}, {simulation.TraceHash} {simulation.Letters}";
            }
        }
    }

    /// <summary>
    /// Thirty children and ten watchers; all are restarted, then stopped, and watchers elsewhere learn of it.
    /// </summary>
    private static string Stops(int threads, int leastMs)
    {
        using var simulation = new Simulation(new SimulationOptions { Threads = threads, Schedule = Schedule.Random });
        simulation.Network = new UniformNetwork(leastMs.Milliseconds(), 10.Milliseconds());
        SimulatedNode family = null!;
        family = simulation.AddNode(node =>
        {
            node.System.ActorOf(Acting.Of(static actor =>
            {
                actor.Strategy = new AllForOneWithin(5, 1.Minutes(), static _ => Directive.Restart);
                for (var i = 0; i < 30; i++)
                {
                    Acting.Actors.ActorOf(
                        Acting.Of(static child =>
                        {
                            child.Started = static () => Acting.Actors.Parent.Tell(1);
                            child.On<string>(static text => throw new InvalidOperationException(text));
                        }),
                        $"child-{i * 7919}");
                }

                actor.On<int>(static _ => { });
                actor.On<string>(text =>
                {
                    if (text == "stop")
                        Acting.Actors.Stop(actor.Me);
                    else
                        Acting.Actors.Child("child-0").Tell(text);
                });
            }), "parent");
            for (var i = 0; i < 10; i++)
                node.System.ActorOf(Watcher(node), $"watcher-{i * 104_729}");
        });
        simulation.AddNodes(3, node => node.System.ActorOf(Watcher(family), $"watcher-{node.Index}"));
        simulation.RunFor(1.Seconds());
        foreach (var text in new[] { "fail", "fail", "stop" })
        {
            family.Find("/user/parent").Tell(text);
            simulation.RunFor(1.Seconds());
        }

        return $"{simulation.TraceHash} {simulation.Letters}";
    }

    private static Props Watcher(SimulatedNode family) => Acting.Of(actor =>
    {
        actor.Started = () =>
        {
            for (var i = 0; i < 30; i++)
                Acting.Actors.Watch(family.Find($"/user/parent/child-{i * 7919}"));
        };
        actor.On<Terminated>(static _ => { });
    });
}
