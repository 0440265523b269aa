namespace PoR.Core.Rounds;

/// <summary>s: a step of a round, 1 and up (PoR §5.2; steps from 5 on repeat by threes).</summary>
public readonly record struct Step(int Number) : IComparable<Step>
{
    /// <summary>Step 1: potential leaders propose blocks.</summary>
    public static Step BlockProposal => new(1);

    /// <summary>Step 2: the leader is selected (soft vote).</summary>
    public static Step LeaderSelection => new(2);

    /// <summary>Step 3: the leader's block is re-evaluated (cert vote).</summary>
    public static Step BlockVerification => new(3);

    /// <summary>Step 4: graded consensus becomes the binary agreement's input.</summary>
    public static Step BbaStart => new(4);

    /// <summary>Step 5: the first of the binary agreement's loop; a good round ends while it waits.</summary>
    public static Step BlockDecision => new(5);

    /// <summary>s + 1.</summary>
    public Step Next => new(Number + 1);

    /// <summary>s − 1.</summary>
    public Step Previous => new(Number - 1);

    /// <summary>Steps 5, 8, 11, …: a timeout means 0.</summary>
    public bool IsCoinFixedToZero => Number >= 5 && (Number - 2) % 3 == 0;

    /// <summary>Steps 6, 9, 12, …: a timeout means 1.</summary>
    public bool IsCoinFixedToOne => Number >= 5 && (Number - 2) % 3 == 1;

    /// <summary>Steps 7, 10, 13, …: a timeout throws the common coin.</summary>
    public bool IsCoinGenuine => Number >= 5 && (Number - 2) % 3 == 2;

    /// <summary>
    /// Whether somebody asks which of the step's lots is the least: step 1 for the leader, steps 6, 9, 12, … for the
    /// coin.
    /// </summary>
    public bool HasRanks => Number == 1 || Next.IsCoinGenuine;

    /// <summary>Votes from step 4 on carry a bit.</summary>
    public bool CarriesBit => Number >= 4;

    /// <summary>Steps 4, 7, 10, …: t_H equal votes (0, v) end the round with v (Ending Condition 0).</summary>
    public bool CanEndWithBlock => Number >= 4 && (Number - 1) % 3 == 0;

    /// <summary>Steps 5, 8, 11, …: t_H votes for 1 end the round with the empty block (Ending Condition 1).</summary>
    public bool CanEndEmpty => Number >= 5 && (Number - 2) % 3 == 0;

    /// <inheritdoc/>
    public int CompareTo(Step other) => Number.CompareTo(other.Number);

    /// <summary>The number alone.</summary>
    public override string ToString() => Number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Earlier than.</summary>
    public static bool operator <(Step left, Step right) => left.Number < right.Number;

    /// <summary>Later than.</summary>
    public static bool operator >(Step left, Step right) => left.Number > right.Number;

    /// <summary>Not later than.</summary>
    public static bool operator <=(Step left, Step right) => left.Number <= right.Number;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(Step left, Step right) => left.Number >= right.Number;
}
