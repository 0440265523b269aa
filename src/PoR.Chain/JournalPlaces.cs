using System.Collections.Immutable;
using PoR.Core.Canonical;
using PoR.Core.Rounds;

namespace PoR.Chain;

/// <summary>
/// Where a ledger's journal has the blocks of its main chain: under consecutive numbers, except where the journal
/// has blocks of side branches between them. Immutable.
/// </summary>
/// <param name="Runs">In ascending order; each goes on to where the next one begins.</param>
public sealed record JournalPlaces(ImmutableArray<JournalRun> Runs) : ICanonical<JournalPlaces>
{
    /// <summary>Of a chain without blocks.</summary>
    public static JournalPlaces Empty { get; } = new([]);

    /// <summary>The number of the block of a round, 1 and up.</summary>
    /// <param name="round">Not before the first run.</param>
    public long Of(Round round)
    {
        var run = Runs.Last(r => r.From <= round);
        return run.Sequence + (round.Number - run.From.Number);
    }

    /// <summary>With the block of the next round.</summary>
    public JournalPlaces With(Round round, long sequence) =>
        Runs.IsEmpty || Of(round) != sequence ? new(Runs.Add(new JournalRun(round, sequence))) : this;

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer) => writer.List(Runs);

    /// <inheritdoc/>
    public static JournalPlaces? Read(ref CanonicalReader reader)
    {
        var runs = reader.List<JournalRun>(int.MaxValue);
        for (var i = 1; i < runs.Length; i++)
        {
            var (run, before) = (runs[i], runs[i - 1]);
            if (run.From <= before.From
                || run.Sequence <= before.Sequence + (run.From.Number - before.From.Number))
                reader.Fail("each run of a journal's places must leave out numbers after the one before.");
        }

        return reader.Fault is null ? new JournalPlaces(runs) : null;
    }
}

/// <summary>A part of the main chain that lies in the journal without gaps.</summary>
/// <param name="From">The round of its first block.</param>
/// <param name="Sequence">Under which number that lies, 1 and up.</param>
public readonly record struct JournalRun(Round From, long Sequence) : ICanonical<JournalRun>
{
    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int64(From.Number);
        writer.Int64(Sequence);
    }

    /// <inheritdoc/>
    public static JournalRun Read(ref CanonicalReader reader)
    {
        var run = new JournalRun(new Round(reader.Int64()), reader.Int64());
        if (run.From.Number < 1 || run.Sequence < run.From.Number)
            reader.Fail("a run of a journal's places begins in round 1 or later, under at least that number.");
        return run;
    }
}
