using System.Collections.Immutable;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using PoR.Core.Identities;

namespace PoR.Node.Running;

/// <summary>What a process shows of the peers that it runs: one, or all of a network.</summary>
public interface INode
{
    /// <summary>Of which network they are.</summary>
    NetworkId Id { get; }

    /// <summary>Those that run here, ascending by identity.</summary>
    ImmutableArray<PeerWatch> Peers { get; }

    /// <summary>Identities of all peers of the network, ascending: a peer's index is its place.</summary>
    ImmutableArray<PublicKey> Identities { get; }

    /// <summary>After so long without a block a peer is no longer ready: three times 4λ + Λ′.</summary>
    TimeSpan RoundLimit { get; }

    /// <summary>Looks whether participants may sign with the stores behind them.</summary>
    /// <returns>The first fault, one sentence; null: none.</returns>
    string? StoreFault();

    /// <summary>What else must be well before it is ready.</summary>
    IEnumerable<NodeCheck> Checks { get; }
}

/// <summary>Something that must be well before a node is ready.</summary>
/// <param name="Name">For people, for example <c>por.cluster</c>.</param>
/// <param name="Look">Looks.</param>
public sealed record NodeCheck(string Name, Func<HealthCheckResult> Look);
