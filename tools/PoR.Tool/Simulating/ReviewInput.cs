using PoR.Configuration.Files;
using PoR.Reports.Results;
using PoR.Reviews;
using PoR.Simulation.Networks;
using PoR.Simulation.Runs;

namespace PoR.Tool.Simulating;

/// <summary>The review file of a run. Nothing of it is skipped silently.</summary>
/// <remarks>
/// A file is read twice: once whole before the run, so that a damaged one is refused before any work and all of its
/// rows are counted, then as the run needs it. What can be read only once, such as a pipe, is counted as it is read.
/// </remarks>
internal sealed class ReviewInput : IDisposable
{
    /// <summary>So many faults are told one by one.</summary>
    public const int FaultsTold = 5;

    private readonly ReviewFileReader _reader;
    private readonly List<ReviewFault> _faults = [];
    private readonly SortedDictionary<string, long>? _refusals;
    private ReviewFault? _unreadable;

    /// <summary>A file that is counted as it is read.</summary>
    private ReviewInput(ReviewFileReader reader) => (_reader, Counts) = (reader, reader.Counts);

    /// <summary>A file that is counted now, by its second reader.</summary>
    private ReviewInput(ReviewFileReader reader, ReviewFileReader scanned)
        : this(reader)
    {
        _refusals = new SortedDictionary<string, long>(StringComparer.Ordinal);
        Counts = scanned.Counts;
        var good = DraftSource.FromFile(
            scanned, reason => _refusals[reason] = _refusals.GetValueOrDefault(reason) + 1, Keep);
        WithRating = good.LongCount();
    }

    /// <summary>The first faults, at most <see cref="FaultsTold"/>.</summary>
    public IReadOnlyList<ReviewFault> Faults => _faults;

    /// <summary>What became of the rows: of the whole file, or of those read so far from a pipe.</summary>
    public ReviewCounts Counts { get; }

    /// <summary>Rows that can be reviews; null for a pipe.</summary>
    public long? WithRating { get; }

    /// <summary>Opens a review file.</summary>
    /// <param name="file">A path.</param>
    /// <param name="files">Opens it.</param>
    /// <returns>The file, or one sentence that says why it cannot be used.</returns>
    /// <exception cref="OperationCanceledException">A stop came while the file was read.</exception>
    public static Parsed<ReviewInput> Open(string file, InputFiles files)
    {
        // A pipe is opened once only: a named one's writer would not stay for a second reader.
        var isPipe = false;
        var first = ReviewFileReader.Open(file, () =>
        {
            var stream = files.Open(file);
            isPipe = stream.IsPipe;
            return stream;
        });
        if (first is not ReviewFileOpening.Opened { Reader: var reader })
            return Wrong(first);
        if (isPipe)
            return Parsed<ReviewInput>.Ok(new ReviewInput(reader));
        using var scanned = reader;
        var second = ReviewFileReader.Open(file, () => files.Open(file));
        if (second is not ReviewFileOpening.Opened { Reader: var forRun })
            return Wrong(second);
        var input = new ReviewInput(forRun, scanned);
        if (input._unreadable is null && input.WithRating > 0)
            return Parsed<ReviewInput>.Ok(input);
        input.Dispose();
        return Parsed<ReviewInput>.Wrong(input._unreadable?.ToString()
            ?? $"{file}: none of its {input.Counts.Good + input.Counts.MalformedTotal} rows can be a review: "
            + $"malformed {input.Counts.MalformedTotal}, without a rating {input.Counts.Good}.");
    }

    /// <summary>The reviews as a run takes them; there are no more once a stop has come.</summary>
    /// <param name="refuse">Counts a row that cannot be a review, by reason.</param>
    public IEnumerable<WrittenReview> Drafts(Action<string> refuse)
    {
        if (_refusals is null)
            return UntilStopped(DraftSource.FromFile(_reader, refuse, Keep));
        foreach (var (reason, count) in _refusals)
        {
            for (var i = 0L; i < count; i++)
                refuse(reason);
        }

        return UntilStopped(DraftSource.FromFile(_reader, _ => { }));
    }

    /// <summary>The reviews for a rehearsal of the run; what was counted of the file stays.</summary>
    /// <param name="file">The same path.</param>
    /// <param name="files">Opens it.</param>
    /// <exception cref="IOException">It cannot be read any more.</exception>
    public static IEnumerable<WrittenReview> Rehearsed(string file, InputFiles files)
    {
        var opening = ReviewFileReader.Open(file, () => files.Open(file));
        using var reader = opening is ReviewFileOpening.Opened opened
            ? opened.Reader
            : throw new IOException(((ReviewFileOpening.Refused)opening).Fault.ToString());
        foreach (var draft in DraftSource.FromFile(reader, static _ => { }))
            yield return draft;
    }

    /// <summary>What became of it in a run.</summary>
    /// <param name="run">The run's result.</param>
    public ReviewFileResult ResultOf(RunResult run)
    {
        var withoutRating = run.Rejections.GetValueOrDefault(DraftSource.NoRating);
        return new ReviewFileResult(
            Counts.Good + Counts.MalformedTotal, Counts.MalformedTotal, withoutRating,
            Counts.Good - withoutRating - run.ReviewsSubmitted, Counts.Cut);
    }

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    private static IEnumerable<WrittenReview> UntilStopped(IEnumerable<WrittenReview> drafts)
    {
        using var each = drafts.GetEnumerator();
        while (MoveNext(each))
            yield return each.Current;

        static bool MoveNext(IEnumerator<WrittenReview> each)
        {
            try
            {
                return each.MoveNext();
            }
            catch (OperationCanceledException)
            {
                // The run ends for the same reason, and tells what it has.
                return false;
            }
        }
    }

    private static Parsed<ReviewInput> Wrong(ReviewFileOpening opening) =>
        Parsed<ReviewInput>.Wrong(((ReviewFileOpening.Refused)opening).Fault.ToString());

    private void Keep(ReviewFault fault)
    {
        if (fault.Kind == ReviewFaultKind.Unreadable)
            _unreadable = fault;
        if (_faults.Count < FaultsTold)
            _faults.Add(fault);
    }
}
