using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Ledger.State;

/// <summary>Evidence that a block has applied, remembered so that no later block applies it again (D13).</summary>
/// <param name="Accused">Whom it accuses.</param>
/// <param name="Round">The round of the misbehaviour.</param>
/// <param name="Kind">1 for no confidence, 2 for a contradiction, 3 for a wrong credential.</param>
public readonly record struct AppliedEvidence(PublicKey Accused, Round Round, byte Kind)
    : IComparable<AppliedEvidence>, ICanonical<AppliedEvidence>
{
    /// <summary>What identifies a piece of evidence.</summary>
    public static AppliedEvidence Of(Evidence evidence) => new(evidence.Accused, evidence.Round, evidence.Kind);

    /// <inheritdoc/>
    public int CompareTo(AppliedEvidence other)
    {
        var order = Round.CompareTo(other.Round);
        if (order == 0)
            order = Accused.CompareTo(other.Accused);
        return order == 0 ? Kind.CompareTo(other.Kind) : order;
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Accused.Bytes);
        writer.Int64(Round.Number);
        writer.Byte(Kind);
    }

    /// <inheritdoc/>
    public static AppliedEvidence Read(ref CanonicalReader reader) =>
        new(new PublicKey(reader.Fixed32()), new Round(reader.Int64()), reader.Byte());

    /// <summary>Earlier in the order of the state.</summary>
    public static bool operator <(AppliedEvidence left, AppliedEvidence right) => left.CompareTo(right) < 0;

    /// <summary>Later in the order of the state.</summary>
    public static bool operator >(AppliedEvidence left, AppliedEvidence right) => left.CompareTo(right) > 0;

    /// <summary>Not later in the order of the state.</summary>
    public static bool operator <=(AppliedEvidence left, AppliedEvidence right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in the order of the state.</summary>
    public static bool operator >=(AppliedEvidence left, AppliedEvidence right) => left.CompareTo(right) >= 0;
}
