using Akka.Configuration;
using Akka.Configuration.Hocon;
using Akka.Persistence;

namespace AkkaSimulation.Nodes;

/// <summary>What the configurations of all lives of a simulation share.</summary>
/// <param name="own">The user's configuration over the simulation's.</param>
internal sealed class NodeDefaults(Config own)
{
    private readonly Lazy<Config> _withoutPersistence = new(() => own.WithFallback(ConfigurationFactory.Default()));

    private readonly Lazy<Config> _withPersistence =
        new(() => own.WithFallback(Persistence.DefaultConfig().WithFallback(ConfigurationFactory.Default())));

    /// <summary>For simulations without a configuration of the user's; made once in a process.</summary>
    public static NodeDefaults Plain { get; } = new(SimulationConfig.Ours);

    public Config Own => own;

    /// <summary>Over Akka's reference configuration.</summary>
    public Config WithoutPersistence => _withoutPersistence.Value;

    /// <summary>
    /// This also overrides the configuration of Akka.Persistence, which adds its own when it is first used.
    /// </summary>
    public Config WithPersistence => _withPersistence.Value;
}

/// <summary>
/// The configuration of one life. Akka parses its reference configuration anew for each system and lays the user's over
/// it, twice where persistence is used: nine tenths of a system's memory. Here all lives get the same merged tree.
/// </summary>
/// <remarks>A tree that is not known, because an extension brings its own defaults, is merged as Akka would.</remarks>
internal sealed class NodeConfig(NodeDefaults defaults)
    : Config(new HoconRoot(defaults.Own.Root, defaults.Own.Substitutions ?? []))
{
    private const string OnlyInReference = "akka.version";
    private const string OnlyInPersistence = "akka.persistence.journal-plugin-fallback";
    private Config? _latest;

    public override Config WithFallback(Config fallback)
    {
        if (fallback.HasPath(OnlyInReference))
            return _latest = LetGo(fallback, defaults.WithoutPersistence);
        if (_latest is null)
            return base.WithFallback(fallback);
        if (ReferenceEquals(_latest, defaults.WithoutPersistence)
            && fallback.HasPath(OnlyInPersistence)
            && IsCovered(
                fallback.Root.GetObject(), defaults.WithPersistence.Root.GetObject(), defaults.Own.Root.GetObject()))
            return _latest = LetGo(fallback, defaults.WithPersistence);
        return _latest = base.WithFallback(fallback).WithFallback(_latest);
    }

    /// <summary>
    /// Akka has just parsed a tree for this system alone. It would keep the tree in memory and never read it again.
    /// </summary>
    private static Config LetGo(Config fallback, Config shared)
    {
        fallback.Root.GetObject().Items.Clear();
        return shared;
    }

    /// <summary>Whether a merged tree says all that a fallback says where the own tree does not overrule it.</summary>
    private static bool IsCovered(HoconObject fallback, HoconObject merged, HoconObject? own)
    {
        foreach (var (key, value) in fallback.Items)
        {
            var ours = own?.GetKey(key);
            if (merged.GetKey(key) is not { } known)
                return false;
            var isCovered = (value.GetObject(), known.GetObject()) switch
            {
                ({ } inner, { } outer) => IsCovered(inner, outer, ours?.GetObject()),
                (null, null) => ours is not null || known.ToString() == value.ToString(),
                _ => ours is not null,
            };
            if (!isCovered)
                return false;
        }

        return true;
    }
}
