using System.Collections.Immutable;
using System.Text;
using PoR.Configuration.Hocon;

namespace PoR.Configuration.Schema;

/// <summary>
/// Akka's own settings, which a file may set in its block <c>akka { }</c>: a way out for what this schema has no key
/// for. What the protection from double signatures rests on cannot be set there.
/// </summary>
internal static class AkkaBlock
{
    /// <summary>The name of the block.</summary>
    public const string Name = "akka";

    private const string Fence = "nobody signs twice only with the journal, its key and its serializers as they are";
    private const string Secrets = "the log would show the database's password";
    private const string Founding = "a cluster is founded by consent of a majority (cluster.seeds)";
    private const string Remoting = "cluster.remoting, cluster.advertised and cluster.tls-certificate say it";
    private const string Sharding = "participants are placed by their keys and woken, and nothing else starts them";
    private const string Leaving = "signing stops first when a member leaves, is removed or stops";
    private const string Splits = "the majority goes on when members lose each other (cluster.stable-after)";

    /// <summary>What cannot be set, by path, with all that is below; and the reason.</summary>
    public static ImmutableArray<(string Path, string Reason)> Kept { get; } =
    [
        ("akka.log-config-on-start", Secrets),
        ("akka.persistence", Fence),
        ("akka.actor.provider", Fence),
        ("akka.actor.serializers", Fence),
        ("akka.actor.serialization-bindings", Fence),
        ("akka.actor.serialization-identifiers", Fence),
        ("akka.actor.serialization-settings", Fence),
        ("akka.cluster.seed-nodes", Founding),
        ("akka.cluster.seed-node-timeout", Founding),
        ("akka.cluster.min-nr-of-members", Founding),
        ("akka.cluster.roles", Founding),
        ("akka.cluster.downing-provider-class", Splits),
        ("akka.cluster.auto-down-unreachable-after", Splits),
        ("akka.cluster.split-brain-resolver", Splits),
        ("akka.cluster.run-coordinated-shutdown-when-down", Leaving),
        ("akka.coordinated-shutdown", Leaving),
        ("akka.cluster.sharding.number-of-shards", Sharding),
        ("akka.cluster.sharding.remember-entities", Sharding),
        ("akka.cluster.sharding.remember-entities-store", Sharding),
        ("akka.cluster.sharding.state-store-mode", Sharding),
        ("akka.cluster.sharding.journal-plugin-id", Sharding),
        ("akka.cluster.sharding.snapshot-plugin-id", Sharding),
        ("akka.cluster.sharding.passivate-idle-entity-after", Sharding),
        ("akka.cluster.sharding.role", Sharding),
        ("akka.remote.enabled-transports", Remoting),
        ("akka.remote.dot-netty.tcp.transport-class", Remoting),
        ("akka.remote.dot-netty.tcp.transport-protocol", Remoting),
        ("akka.remote.dot-netty.tcp.applied-adapters", Remoting),
        ("akka.remote.dot-netty.tcp.hostname", Remoting),
        ("akka.remote.dot-netty.tcp.port", Remoting),
        ("akka.remote.dot-netty.tcp.public-hostname", Remoting),
        ("akka.remote.dot-netty.tcp.public-port", Remoting),
        ("akka.remote.dot-netty.tcp.enable-ssl", Remoting),
        ("akka.remote.dot-netty.tcp.ssl", Remoting),
    ];

    /// <summary>What can be set though it is below one of <see cref="Kept"/>.</summary>
    public static ImmutableArray<string> Free { get; } =
    [
        "akka.persistence.max-concurrent-recoveries",
        "akka.persistence.journal.sql.batch-size",
        "akka.persistence.journal.sql.buffer-size",
        "akka.persistence.journal.sql.parallelism",
        "akka.persistence.journal.sql.circuit-breaker",
        "akka.persistence.snapshot-store.sql.circuit-breaker",
    ];

    /// <summary>Reads the block.</summary>
    /// <param name="root">Of the file.</param>
    /// <returns>HOCON for Akka, all keys and values quoted, empty without a block; or every fault.</returns>
    public static (string Hocon, ImmutableArray<HoconFault> Faults) Read(HoconValue.Object root)
    {
        var (hocon, faults) = (new StringBuilder(), ImmutableArray.CreateBuilder<HoconFault>());
        if (root.Fields.TryGetValue(Name, out var block))
            Add(block, Name, Quoted(Name), hocon, faults);
        return (hocon.ToString(), faults.ToImmutable());
    }

    /// <summary>Whether a path of a file is of the block.</summary>
    public static bool Holds(string path) => IsWithin(path, Name);

    private static void Add(
        HoconValue value,
        string path,
        string quoted,
        StringBuilder hocon,
        ImmutableArray<HoconFault>.Builder faults)
    {
        if (value is HoconValue.Object inner)
        {
            foreach (var (key, below) in inner.Fields)
            {
                var full = HoconSyntax.Join(path, key);
                if (key.Contains('.', StringComparison.Ordinal))
                    faults.Add(new HoconFault(below.Position, full, "has a dot within quotes: write the path without"));
                else
                    Add(below, full, $"{quoted}.{Quoted(key)}", hocon, faults);
            }
        }
        else if (FaultOf(value, path) is { } fault)
            faults.Add(new HoconFault(value.Position, path, fault));
        else if (value is HoconValue.Text text)
            hocon.Append($"{quoted} = {Quoted(text.Value)}\n");
        else if (value is HoconValue.List list)
            hocon.Append($"{quoted} = [{string.Join(", ", list.Items.Cast<HoconValue.Text>().Select(Quoted))}]\n");
    }

    private static string? FaultOf(HoconValue value, string path)
    {
        if (path == Name)
            return "takes Akka's own settings in braces";

        // What stands above a key replaces it, too.
        var kept = Kept.FirstOrDefault(one => IsWithin(path, one.Path) || IsWithin(one.Path, path));
        if (kept.Path is not null && !Free.Any(free => IsWithin(path, free)))
            return $"cannot be set, since {kept.Reason}";
        return value is HoconValue.List list && list.Items.Any(item => item is not HoconValue.Text)
            ? "takes a value, or a list of values"
            : null;
    }

    private static bool IsWithin(string path, string above) =>
        path.StartsWith(above, StringComparison.Ordinal) && (path.Length == above.Length || path[above.Length] == '.');

    private static string Quoted(HoconValue.Text text) => Quoted(text.Value);

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
