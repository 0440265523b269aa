namespace PoR.Reviews;

/// <summary>
/// Reads reviews from TSV, CSV or JSON lines, plain or gzip, row by row with constant memory.
/// Nothing is skipped silently: every row is a review or a fault, and both are counted.
/// </summary>
/// <remarks>
/// Columns: <c>text</c>, and optionally <c>id</c>, <c>rating</c>, <c>scale</c> (<c>1-5</c> when empty;
/// looked at only beside a rating), <c>reviewer</c>, <c>product</c>, <c>category</c> or <c>source</c>;
/// others are ignored. Lines end with LF or CR LF; a byte order mark is skipped. Gzip is told by its
/// first two bytes, the format as <see cref="Format"/> says.
/// </remarks>
public sealed class ReviewFileReader : IDisposable
{
    private readonly string _file;

    private readonly Stream _stream;

    private readonly IRowSource _rows;

    private ReviewFileReader(
        string file, Stream stream, ReviewFileFormat format, IRowSource rows, ReviewCounts counts) =>
        (_file, _stream, Format, _rows, Counts) = (file, stream, format, rows, counts);

    /// <summary>
    /// The format: by the extension .tsv, .csv, .jsonl or .ndjson (before .gz), else by the first line.
    /// </summary>
    public ReviewFileFormat Format { get; }

    /// <summary>What became of the rows read so far.</summary>
    public ReviewCounts Counts { get; }

    /// <summary>Opens a file or a pipe and reads its header.</summary>
    /// <param name="file">A path; faults name it as it is given.</param>
    /// <param name="open">Opens it, or throws as a file does that cannot be opened.</param>
    /// <returns>A reader, or why there is none.</returns>
    /// <exception cref="OperationCanceledException">A stop came while a pipe sent nothing.</exception>
    public static ReviewFileOpening Open(string file, Func<Stream> open)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(open);
        try
        {
            return Open(file, open());
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return new ReviewFileOpening.Refused(Unreadable(file, 0, fault));
        }
    }

    /// <summary>Reads the header of a stream.</summary>
    /// <param name="file">The name for faults; its extension tells the format.</param>
    /// <param name="stream">Read forwards only; disposed with the reader, or here when refused.</param>
    /// <returns>A reader, or why there is none.</returns>
    public static ReviewFileOpening Open(string file, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(stream);
        ReadResult<ReviewFileReader> found;
        try
        {
            found = Prepare(file, Unpacked(stream));
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            found = Unreadable(file, 0, fault);
        }
        if (found.Value is { } reader)
            return new ReviewFileOpening.Opened(reader);
        stream.Dispose();
        return new ReviewFileOpening.Refused(found.Fault!);
    }

    /// <summary>The rows that are still to come, in the file's order; read as they are asked for.</summary>
    /// <returns>Good rows and faults. A fault of kind Unreadable is the last.</returns>
    public IEnumerable<ReviewItem> ReadRows()
    {
        while (Next() is { } item)
        {
            Counts.Add(item);
            yield return item;
            if (item is ReviewItem.Malformed { Fault.Kind: ReviewFaultKind.Unreadable })
                yield break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private ReviewItem? Next()
    {
        var number = Counts.Good + Counts.MalformedTotal + 1;
        try
        {
            var row = _rows.Next();
            if (row.IsEnd)
                return null;
            return row.Value is { } raw
                ? RowCheck.Check(_file, number, raw)
                : new ReviewItem.Malformed(row.Fault!);
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException)
        {
            return new ReviewItem.Malformed(Unreadable(_file, number, fault));
        }
    }

    private static ReadResult<ReviewFileReader> Prepare(string file, Stream stream)
    {
        var lines = new LineReader(file, stream);
        var first = lines.Next();
        if (first is null)
            return new ReviewFault(file, 0, 0, ReviewFaultKind.BadHeader, "The file is empty.");
        lines.PushBack([first]);
        var format = FormatDetection.Of(file, first.Text);
        var counts = new ReviewCounts();
        if (format == ReviewFileFormat.JsonLines)
            return new ReviewFileReader(file, stream, format, new JsonRows(lines, counts), counts);
        IFieldSplitter splitter = format == ReviewFileFormat.Tsv ? new TsvSplitter(lines) : new CsvSplitter(lines);
        var table = TableRows.Open(file, splitter, counts);
        return table.Value is { } rows
            ? new ReviewFileReader(file, stream, format, rows, counts)
            : table.Fault!;
    }

    /// <summary>What a stream holds, be it gzip or plain.</summary>
    internal static Stream Unpacked(Stream stream)
    {
        var head = new byte[2];
        var count = stream.ReadAtLeast(head, 2, throwOnEndOfStream: false);
        return head is [0x1F, 0x8B]
            ? new WholeGzipStream(head, stream)
            : new ChainedStream(head.AsMemory(0, count), stream, default);
    }

    private static ReviewFault Unreadable(string file, long row, Exception fault) =>
        new(file, 0, 0, ReviewFaultKind.Unreadable, row == 0
            ? $"The file cannot be read: {fault.Message}"
            : $"The file cannot be read from row {row} on: {fault.Message}");
}

/// <summary>What came of opening a review file. Closed: every case is nested here.</summary>
public abstract record ReviewFileOpening
{
    private ReviewFileOpening() { }

    /// <summary>The file is open and its header is understood; the receiver disposes the reader.</summary>
    public sealed record Opened(ReviewFileReader Reader) : ReviewFileOpening;

    /// <summary>The file as a whole cannot be used.</summary>
    public sealed record Refused(ReviewFault Fault) : ReviewFileOpening;
}
