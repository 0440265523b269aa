using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Core.Admission;

/// <summary>The right to sponsor one account, which sortition gives to an eligible account (D41).</summary>
/// <param name="Holder">Who drew it.</param>
/// <param name="Round">r: the round in which it was drawn.</param>
/// <param name="Seat">Which of the holder's rights of that round, from 0 on.</param>
public readonly record struct SponsorRight(PublicKey Holder, Round Round, long Seat)
    : IComparable<SponsorRight>, ICanonical<SponsorRight>
{
    /// <summary>By round, then holder, then seat.</summary>
    public int CompareTo(SponsorRight other)
    {
        var order = Round.CompareTo(other.Round);
        if (order == 0)
            order = Holder.CompareTo(other.Holder);
        return order == 0 ? Seat.CompareTo(other.Seat) : order;
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Holder.Bytes);
        writer.Int64(Round.Number);
        writer.Int64(Seat);
    }

    /// <inheritdoc/>
    public static SponsorRight Read(ref CanonicalReader reader)
    {
        var right = new SponsorRight(new PublicKey(reader.Fixed32()), new Round(reader.Int64()), reader.Int64());
        if (right.Round.Number < 1 || right.Seat < 0)
            reader.Fail("a right to sponsor is of round 1 or later, and its seat 0 or more.");
        return right;
    }

    /// <summary>Earlier in the order of the state.</summary>
    public static bool operator <(SponsorRight left, SponsorRight right) => left.CompareTo(right) < 0;

    /// <summary>Later in the order of the state.</summary>
    public static bool operator >(SponsorRight left, SponsorRight right) => left.CompareTo(right) > 0;

    /// <summary>Not later in the order of the state.</summary>
    public static bool operator <=(SponsorRight left, SponsorRight right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier in the order of the state.</summary>
    public static bool operator >=(SponsorRight left, SponsorRight right) => left.CompareTo(right) >= 0;
}
