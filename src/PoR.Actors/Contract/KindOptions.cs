namespace PoR.Actors.Contract;

/// <summary>How the host treats all actors of one kind.</summary>
public sealed record KindOptions
{
    /// <summary>
    /// The node on which the actor with this key runs, 0..nodes−1; null: node 0. Pure: the host may
    /// call it more than once. Letters between actors of one node never meet the network.
    /// </summary>
    public Func<string, int>? NodeOf { get; init; }

    /// <summary>
    /// Idle time after which the actor is stopped until its next letter; null (the default, as
    /// simulations want it) is never. An actor with an armed timer, a running job, a subscription or
    /// a stashed message is not idle.
    /// </summary>
    public TimeSpan? PassivateAfter { get; init; }

    /// <summary>Whether a cluster restarts known actors after a move; excludes passivation.</summary>
    public bool RememberEntities { get; init; }

    /// <summary>Events between two snapshots; at least 1.</summary>
    public int SnapshotEvery { get; init; } = 100;

    /// <summary>
    /// Waiting messages at most; 0 is unbounded. Overflow rule: the newest, the one that arrives, is
    /// dropped and counted as a dead letter. Ticks and results of jobs are never dropped.
    /// </summary>
    public int MailboxLimit { get; init; } = 100_000;

    /// <summary>Stashed messages at most; one more makes the turn throw.</summary>
    public int StashLimit { get; init; } = 1_000;

    /// <summary>What follows when a turn throws.</summary>
    public OnFailure OnFailure { get; init; } = OnFailure.Restart;

    /// <summary>Restarts allowed within <see cref="RestartWindow"/>; one more stops for good.</summary>
    public int MaxRestarts { get; init; } = 10;

    /// <summary>The sliding window of <see cref="MaxRestarts"/>.</summary>
    public TimeSpan RestartWindow { get; init; } = TimeSpan.FromMinutes(1);
}
