using System.Collections.Immutable;
using PoR.Core.Faults;

namespace PoR.Configuration.Profiles;

/// <summary>How long and how a simulation runs.</summary>
public sealed record RunSettings
{
    /// <summary>Rounds to run, 1 and up.</summary>
    public required int Rounds { get; init; }

    /// <summary>The seed of all that is drawn, 0 and up.</summary>
    public required long Seed { get; init; }

    /// <summary>Reviews submitted in each round.</summary>
    public required int ReviewsPerRound { get; init; }

    /// <summary>Whether authors commit to their texts first.</summary>
    public required bool CommitsTexts { get; init; }

    /// <summary>Whether authors pay somebody with each review.</summary>
    public required bool PaysWithReviews { get; init; }

    /// <summary>Who verifies signatures and credentials.</summary>
    public required CryptoMode Crypto { get; init; }

    /// <summary>How much the checks of invariants verify.</summary>
    public required CheckMode Checks { get; init; }

    /// <summary>Whether simulated disks keep bytes; else the events themselves.</summary>
    public required bool KeepsBytes { get; init; }

    /// <summary>Worker threads; null for one per processor.</summary>
    public required int? Threads { get; init; }

    /// <summary>
    /// Cuts of the network, then other faults; each cut says whether messages that meet it wait or are lost.
    /// </summary>
    public required ImmutableArray<Fault> Faults { get; init; }

    /// <summary>Those of links, which running peers can have, too.</summary>
    public ImmutableArray<LinkFault> LinkFaults => [.. Faults.OfType<LinkFault>()];

    /// <summary>Strategies that replace honest behaviour; none: all nodes are honest.</summary>
    public ImmutableArray<AdversarySettings> Adversaries { get; init; } = [];

    /// <summary>For how many nodes metrics are written.</summary>
    public required int MetricsNodes { get; init; }
}

/// <summary>Who pays for cryptography in a simulated network.</summary>
public enum CryptoMode
{
    /// <summary>Real; each signature and credential is verified once per process.</summary>
    Shared,

    /// <summary>Real; every node verifies for itself.</summary>
    Each,

    /// <summary>A keyed-hash stand-in: INSECURE, for mass simulation only.</summary>
    Model,
}
