using System.Text.Encodings.Web;
using System.Text.Json;

namespace PoR.Reports.Events;

/// <summary>Writes events, one to a line.</summary>
/// <param name="stream">Where to; not disposed.</param>
public sealed class EventWriter(Stream stream) : IDisposable
{
    private readonly Utf8JsonWriter _json = new(
        stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes one.</summary>
    /// <exception cref="IOException">The stream takes no more.</exception>
    public void Write(RunEvent happened)
    {
        ArgumentNullException.ThrowIfNull(happened);
        happened.Write(_json);
        _json.Flush();
        _json.Reset();
        stream.WriteByte((byte)'\n');
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();
}
