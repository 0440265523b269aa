using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Authentication;
using PoR.Actors.Links;
using PoR.Configuration.Profiles;

namespace PoR.Node.Links;

/// <summary>What reading a frame gave: its bytes, until the next one is read, or why there is none.</summary>
/// <param name="Bytes">Empty where there is none.</param>
/// <param name="End">Why nothing more comes, as a clause; null: the bytes are a frame.</param>
/// <param name="Fault">What the peer did wrong; null: nothing.</param>
internal readonly record struct FrameRead(
    ReadOnlyMemory<byte> Bytes, string? End = null, ChannelFault? Fault = null);

/// <summary>
/// Frames over a stream, each behind its length: 4 bytes, big-endian. A frame must be whole in a time after its first
/// byte, so that nobody holds a link open by a byte now and then.
/// </summary>
/// <param name="stream">Of a connection.</param>
/// <param name="limits">How long things may take.</param>
/// <param name="stop">Ends what goes on.</param>
internal sealed class FrameStream(Stream stream, LinkSettings limits, CancellationToken stop) : IDisposable
{
    private const int LengthBytes = 4;
    private const int BufferBytes = 2 * (LengthBytes + Frame.BytesMax);

    private readonly CancellationTokenSource _reading = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private readonly CancellationTokenSource _writing = CancellationTokenSource.CreateLinkedTokenSource(stop);
    private readonly byte[] _read = new byte[BufferBytes];
    private readonly byte[] _written = new byte[BufferBytes];
    private int _start;
    private int _end;
    private int _waiting;

    /// <summary>Whether there is room for one more frame.</summary>
    public bool HasRoom => BufferBytes - _waiting >= LengthBytes + Frame.BytesMax;

    /// <summary>Whether frames wait to be sent.</summary>
    public bool HasWaiting => _waiting > 0;

    /// <summary>Adds a frame to what <see cref="FlushAsync"/> sends.</summary>
    public void Add(Frame frame)
    {
        var bytes = frame.ToBytes();
        BinaryPrimitives.WriteInt32BigEndian(_written.AsSpan(_waiting), bytes.Length);
        bytes.CopyTo(_written, _waiting + LengthBytes);
        _waiting += LengthBytes + bytes.Length;
    }

    /// <summary>Sends what waits.</summary>
    /// <returns>How many bytes; null: the connection is gone.</returns>
    public async ValueTask<int?> FlushAsync()
    {
        var bytes = _waiting;
        _waiting = 0;
        _writing.CancelAfter(limits.SilenceTime);
        try
        {
            await stream.WriteAsync(_written.AsMemory(0, bytes), _writing.Token);
            return bytes;
        }
        catch (Exception end) when (IsEnd(end))
        {
            return null;
        }
        finally
        {
            _writing.CancelAfter(Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The next frame.</summary>
    /// <param name="first">How long its first byte may take.</param>
    public async ValueTask<FrameRead> ReadAsync(TimeSpan first)
    {
        var begun = _end > _start ? Environment.TickCount64 : (long?)null;
        while (true)
        {
            if (Next(out var frame))
                return frame;
            if (_start > 0)
            {
                _read.AsSpan(_start, _end - _start).CopyTo(_read);
                (_start, _end) = (0, _end - _start);
            }

            var left = begun is { } since
                ? limits.FrameTime - TimeSpan.FromMilliseconds(Environment.TickCount64 - since)
                : first;
            _reading.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            int count;
            try
            {
                count = await stream.ReadAsync(_read.AsMemory(_end), _reading.Token);
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                return new FrameRead(default, begun is null ? "nothing came for too long" : "a frame took too long");
            }
            catch (Exception end) when (IsEnd(end))
            {
                return new FrameRead(default, stop.IsCancellationRequested ? "this peer closes it" : end.Message);
            }

            _reading.CancelAfter(Timeout.InfiniteTimeSpan);
            if (count == 0)
                return new FrameRead(default, "the peer has closed it");
            begun ??= Environment.TickCount64;
            _end += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _reading.Dispose();
        _writing.Dispose();
    }

    /// <summary>Whether an exception only says that a connection has ended.</summary>
    internal static bool IsEnd(Exception end) =>
        end is IOException or SocketException or AuthenticationException or ObjectDisposedException
            or OperationCanceledException;

    /// <summary>A frame that has come as a whole, or a length that no frame has.</summary>
    private bool Next(out FrameRead frame)
    {
        frame = default;
        if (_end - _start < LengthBytes)
            return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(_read.AsSpan(_start));
        if (length is 0 or > Frame.BytesMax)
        {
            var sentence = $"A frame is said to have {length} bytes; 1 to {Frame.BytesMax} are right.";
            frame = new FrameRead(default, "a wrong length", new ChannelFault(PeerFault.Undecodable, sentence));
            return true;
        }

        if (_end - _start < LengthBytes + length)
            return false;
        frame = new FrameRead(_read.AsMemory(_start + LengthBytes, (int)length));
        _start += LengthBytes + (int)length;
        return true;
    }
}
