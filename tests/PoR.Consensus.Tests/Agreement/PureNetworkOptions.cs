using PoR.Consensus.Agreement;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>One round of a small network. Times in milliseconds since the round's first start.</summary>
internal sealed record PureNetworkOptions
{
    public ulong Seed { get; init; }

    public int NodeCount { get; init; } = 10;

    /// <summary>The last so many nodes follow the adversary.</summary>
    public int ByzantineCount { get; init; }

    /// <summary>t_H seats.</summary>
    public long Threshold { get; init; } = 7;

    public BitRules Bits { get; init; } = BitRules.Default;

    public TimingRules Timing { get; init; } = Given.Timing;

    /// <summary>Who has ended tells the certificate, as the actors do by default.</summary>
    public bool TellsCertificates { get; init; } = CertificateTelling.IsAtOnce;

    /// <summary>Off: nothing is ever sent again.</summary>
    public bool Repeats { get; init; } = true;

    /// <summary>Whether a message can pass now, from node to node.</summary>
    public Func<int, int, long, bool> CanPass { get; init; } = (_, _, _) => true;

    /// <summary>Longest way of a small message.</summary>
    public long DelayMax { get; init; } = Given.Lambda - 1;

    /// <summary>Longest way of a block.</summary>
    public long BlockDelayMax { get; init; } = Given.BigLambda - 1;

    /// <summary>Who hears blocks as late as can be, everybody else within λ; null: nobody is so chosen.</summary>
    public Func<int, bool>? IsSlow { get; init; }

    /// <summary>The way of every message from node to node; null: drawn for each one, up to the longest.</summary>
    public Func<int, int, long>? LinkDelay { get; init; }

    /// <summary>Latest start.</summary>
    public long StartOffsetMax { get; init; } = Given.Lambda - 1;

    /// <summary>When a node's timer fires that is due at a time: later while the node is paused.</summary>
    public Func<int, long, long> FiresAt { get; init; } = (_, due) => due;

    /// <summary>Of so many messages one is lost on its way, until it is repeated; 0 for none.</summary>
    public int LosesOneIn { get; init; }

    /// <summary>Seats by node and step.</summary>
    public Func<int, int, long> Seats { get; init; } = (_, _) => 1;

    /// <summary>Who proposes.</summary>
    public Func<int, bool> Proposes { get; init; } = _ => true;

    /// <summary>The rank of a proposer's ticket; null: by the seed.</summary>
    public Func<int, ulong>? TicketRank { get; init; }

    /// <summary>The rank of a vote by node and step; null: by the seed.</summary>
    public Func<int, Step, CredentialRank>? VoteRank { get; init; }

    /// <summary>What a node finds in a block.</summary>
    public Func<int, BlockValue, BlockVerdict> Verdict { get; init; } = (_, _) => BlockVerdict.Good;

    /// <summary>What members and leaders of the adversary say; null: nothing.</summary>
    public Adversary? Adversary { get; init; }

    /// <summary>The run ends here at the latest.</summary>
    public long TimeLimit { get; init; } = 3_600_000;

    /// <summary>The run ends when a node waits in this step.</summary>
    public int StepLimit { get; init; } = int.MaxValue;
}
