using System.Text;
using PoR.Configuration.Files;

namespace PoR.Tool;

/// <summary>Where a command speaks: results to <see cref="Output"/>, all else to <see cref="Error"/>.</summary>
internal sealed class Terminal : IDisposable
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private readonly Lock _lastLock = new();
    private bool _isLastSaid;

    /// <summary>A terminal of given streams.</summary>
    /// <param name="output">For results.</param>
    /// <param name="error">For everything else.</param>
    /// <param name="isOutputInteractive">Whether a person looks at the results on a screen.</param>
    /// <param name="isErrorInteractive">Whether a person looks at the rest on a screen.</param>
    public Terminal(Stream output, TextWriter error, bool isOutputInteractive, bool isErrorInteractive)
    {
        Output = new StreamWriter(output, Utf8, 1 << 16) { NewLine = "\n" };
        Error = error;
        IsOutputInteractive = isOutputInteractive;
        IsErrorInteractive = isErrorInteractive;
    }

    /// <summary>For results. Buffered.</summary>
    public StreamWriter Output { get; }

    /// <summary>For progress, warnings and mistakes.</summary>
    public TextWriter Error { get; }

    /// <summary>What the user finds after a stop, as the end of a sentence.</summary>
    public string OutcomeOfStop { get; set; } = "nothing was written";

    /// <summary>What the user types.</summary>
    public Stream Input { get; init; } = Stream.Null;

    /// <summary>Whether a person looks at the results on a screen and can answer.</summary>
    public bool IsAnswered { get; init; }

    /// <summary>Whether results may have colours and boxes.</summary>
    public bool IsOutputInteractive { get; }

    /// <summary>Whether progress may be drawn in place.</summary>
    public bool IsErrorInteractive { get; }

    /// <summary>The process's own.</summary>
    /// <param name="stop">Ends writing to a pipe that nobody empties, and waiting for an answer.</param>
    public static Terminal OfProcess(CancellationToken stop)
    {
        var canDraw = Environment.GetEnvironmentVariable("TERM") is not ("dumb" or "");
        return new Terminal(
            new PatientStream(StandardOutput.Open(), mayBlock: true, stop), Console.Error,
            canDraw && !Console.IsOutputRedirected, canDraw && !Console.IsErrorRedirected)
        {
            Input = new PatientStream(Console.OpenStandardInput(), mayBlock: true, stop),
            IsAnswered = !Console.IsOutputRedirected && !Console.IsInputRedirected,
        };
    }

    /// <summary>What comes from outside may hold control characters, which must not reach a screen.</summary>
    /// <returns>The text with a space for each.</returns>
    public static string OnOneLine(string text) =>
        text.Any(char.IsControl)
            ? string.Create(text.Length, text, (span, from) =>
            {
                for (var i = 0; i < span.Length; i++)
                    span[i] = char.IsControl(from[i]) ? ' ' : from[i];
            })
            : text;

    /// <summary>One line for the user.</summary>
    public void Say(string sentence) => Error.WriteLine($"por: {OnOneLine(sentence)}");

    /// <summary>How a command that was stopped has ended: nothing is said of its stopping after that.</summary>
    public void SayLast(string sentence)
    {
        lock (_lastLock)
        {
            _isLastSaid = true;
            Say(sentence);
        }
    }

    /// <summary>One line about an end that takes a moment, unless it has come; from any thread.</summary>
    public void SayOfStopping(string sentence)
    {
        lock (_lastLock)
        {
            if (!_isLastSaid)
                Say(sentence);
        }
    }

    /// <summary>Says why nothing happens while a pipe is empty.</summary>
    /// <param name="file">As the user named it.</param>
    public void SayWaiting(string file) => Say($"waiting for data from '{file}' ...");

    /// <summary>Refuses wrong use with one sentence.</summary>
    /// <returns>The exit code.</returns>
    public int Refuse(string sentence)
    {
        Say(sentence);
        return ExitCode.WrongUse;
    }

    /// <summary>Writes what is buffered.</summary>
    /// <returns>
    /// Why it cannot be written; null when all was, or when nobody reads any more, so that nobody misses it.
    /// </returns>
    public string? FlushFault()
    {
        try
        {
            Output.Flush();
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return StandardOutput.IsGone(fault) ? null : fault.Message;
        }
    }

    /// <summary>Writes what is buffered, unless nobody takes it.</summary>
    public void FlushIfRead()
    {
        try
        {
            Output.Flush();
        }
        catch (Exception fault) when (IsOfReader(fault))
        {
            return;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Results were flushed before; what could not be written then is not tried again.</remarks>
    public void Dispose()
    {
        try
        {
            Output.Dispose();
        }
        catch (Exception fault) when (IsOfReader(fault))
        {
            return;
        }
    }

    private static bool IsOfReader(Exception fault) =>
        fault is IOException or UnauthorizedAccessException or OperationCanceledException;
}
