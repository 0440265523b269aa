namespace PoR.Reviews;

/// <summary>What became of the rows read so far: every row is counted once, as good or malformed.</summary>
public sealed class ReviewCounts
{
    private readonly SortedDictionary<ReviewFaultKind, long> _malformed = [];

    /// <summary>Good rows.</summary>
    public long Good { get; private set; }

    /// <summary>Good rows whose text was cut to 8,192 bytes.</summary>
    public long Cut { get; private set; }

    /// <summary>Lines without a character, which are no rows.</summary>
    public long BlankLines { get; internal set; }

    /// <summary>Rows that could not be used, by reason, in the order of the reasons.</summary>
    public IReadOnlyDictionary<ReviewFaultKind, long> Malformed => _malformed;

    /// <summary>Rows that could not be used, whatever the reason.</summary>
    public long MalformedTotal => _malformed.Values.Sum();

    internal void Add(ReviewItem item)
    {
        switch (item)
        {
            case ReviewItem.Good { Row: var row }:
                Good++;
                Cut += row.IsCut ? 1 : 0;
                break;
            case ReviewItem.Malformed { Fault.Kind: var kind }:
                _malformed[kind] = _malformed.GetValueOrDefault(kind) + 1;
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"No count for {item.GetType().Name}.");
        }
    }
}
