using PoR.Chain;
using PoR.Core.Admission;
using PoR.Core.Rounds;
using PoR.Ledger.Transactions;

namespace PoR.Actors.Mempools;

/// <summary>Why a pool does not take a transaction, or gives one up. Closed: every case is nested here.</summary>
public abstract record PoolFault
{
    private PoolFault()
    {
    }

    /// <summary>By what refusals are counted, for example <c>Invalid.Overdrawn</c>.</summary>
    public string Name => this switch
    {
        Invalid f => FaultNames.Of(this, f.Fault),
        Unproven f => FaultNames.Of(this, f.Fault),
        _ => FaultNames.Of(this),
    };

    /// <summary>The signature is not the sender's, or its sponsorship's not the sponsor's.</summary>
    public sealed record NotSigned : PoolFault;

    /// <summary>Its sponsor has not drawn the right that it uses.</summary>
    public sealed record Unproven(SponsorshipFault Fault) : PoolFault;

    /// <summary>Another pending registration uses the same right to sponsor.</summary>
    public sealed record RightPending : PoolFault;

    /// <summary>It is in the pool.</summary>
    public sealed record AlreadyPending : PoolFault;

    /// <summary>The pool is full, and holds nothing less that could be given up for it.</summary>
    public sealed record PoolFull : PoolFault;

    /// <summary>It was pending, and has been given up for a better one.</summary>
    public sealed record Evicted : PoolFault;

    /// <summary>Its author has signed another one with the same number that takes its place here.</summary>
    public sealed record Replaced : PoolFault;

    /// <summary>It has been pending for <see cref="MempoolLimits.WaitMax"/>.</summary>
    public sealed record WaitedTooLong : PoolFault;

    /// <summary>
    /// Of its sender <see cref="MempoolLimits.PerSenderMax"/> are pending, or
    /// <see cref="MempoolLimits.PerSenderBytesMax"/>.
    /// </summary>
    public sealed record SenderFull : PoolFault;

    /// <summary>The review is dated further ahead of this node's clock than the review window.</summary>
    public sealed record TooEarly(Timestamp WrittenAt, Timestamp Clock) : PoolFault;

    /// <summary>The review is dated further behind this node's clock than the review window.</summary>
    public sealed record TooLate(Timestamp WrittenAt, Timestamp Clock) : PoolFault;

    /// <summary>It breaks a rule of the ledger.</summary>
    public sealed record Invalid(TransactionFault Fault) : PoolFault;
}
