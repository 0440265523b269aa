using Akka.Configuration;
using Akka.Configuration.Hocon;
using Akka.Persistence;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.Tests.Lives;

/// <summary>Lives share one tree of configuration, and it says what Akka would have put together for each.</summary>
public sealed class NodeConfigTests
{
    private static readonly Config s_user = ConfigurationFactory.ParseString(
        """
        akka.actor.ask-timeout = 7s
        akka.persistence.max-concurrent-recoveries = 3
        mine.answer = 42
        """);

    [Fact(DisplayName = "Akka_asks_the_users_configuration_to_lay_itself_over_the_defaults; else nodes cost three "
        + "times as much memory")]
    public void Settings_are_those_that_Akka_would_merge()
    {
        using var simulation = new Simulation(new SimulationOptions { Config = s_user });
        var nodes = simulation.AddNodes(2, static _ => { });
        var plain = s_user.WithFallback(SimulationConfig.Ours).WithFallback(ConfigurationFactory.Default());

        Assert.Equal(Leaves(plain), Leaves(nodes[0].System.Settings.Config));
        Assert.Same(nodes[0].System.Settings.Config.Root, nodes[1].System.Settings.Config.Root);
        Assert.Equal(TimeSpan.FromSeconds(7), nodes[0].System.Settings.AskTimeout);
    }

    [Fact(DisplayName =
        "Akka_Persistence_adds_its_defaults_below_the_users; else its settings are missing in a simulation")]
    public void Persistence_adds_its_defaults()
    {
        using var simulation = new Simulation(new SimulationOptions { Config = s_user });
        var nodes = simulation.AddNodes(2, static node => Persistence.Instance.Apply(node.System));
        var plain = s_user.WithFallback(SimulationConfig.Ours)
            .WithFallback(Persistence.DefaultConfig().WithFallback(ConfigurationFactory.Default()));

        Assert.Equal(Leaves(plain), Leaves(nodes[0].System.Settings.Config));
        Assert.Same(nodes[0].System.Settings.Config.Root, nodes[1].System.Settings.Config.Root);
    }

    [Fact(DisplayName =
        "An extension's own defaults are merged below all else, in their order, and leave what is shared alone")]
    public void An_extension_adds_its_defaults()
    {
        using var simulation = new Simulation(new SimulationOptions { Config = s_user });
        var nodes = simulation.AddNodes(2, static _ => { });
        var defaults = ConfigurationFactory.ParseString(
            "mine { answer = 1, other = 2 }\nakka.loglevel = WARNING");

        nodes[0].System.Settings.InjectTopLevelFallback(defaults);
        Persistence.Instance.Apply(nodes[0].System);

        var config = nodes[0].System.Settings.Config;
        Assert.Equal(42, config.GetInt("mine.answer"));
        Assert.Equal(2, config.GetInt("mine.other"));
        Assert.Equal("WARNING", config.GetString("akka.loglevel"));
        Assert.Equal("akka-simulation.journal", config.GetString("akka.persistence.journal.plugin"));
        Assert.True(config.HasPath("akka.persistence.journal-plugin-fallback"));
        Assert.True(config.HasPath("akka.actor.provider"));
        Assert.False(nodes[1].System.Settings.Config.HasPath("mine.other"));
        Assert.Equal(1, defaults.GetInt("mine.answer"));
    }

    private static SortedDictionary<string, string> Leaves(Config config)
    {
        var leaves = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Collect(config.Root.GetObject(), string.Empty, leaves);
        return leaves;
    }

    private static void Collect(HoconObject at, string path, SortedDictionary<string, string> leaves)
    {
        foreach (var (key, value) in at.Items)
        {
            if (value.GetObject() is { } inner)
                Collect(inner, $"{path}.{key}", leaves);
            else
                leaves.Add($"{path}.{key}", value.ToString());
        }
    }
}
