using System.Net;
using System.Net.Sockets;
using System.Text;
using static System.StringComparison;

namespace PoR.Tool.Tests;

/// <summary>Answers one request.</summary>
internal sealed class AnsweringNode : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public AnsweringNode(string status, string body)
    {
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        Request = AnswerAsync(status, body);
    }

    public int Port { get; }

    /// <summary>What it was asked.</summary>
    public Task<string> Request { get; }

    public void Dispose() => _listener.Dispose();

    private async Task<string> AnswerAsync(string status, string body)
    {
        using var client = await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = client.GetStream();
        var request = new StringBuilder();
        var buffer = new byte[4_096];
        while (!request.ToString().Contains("\r\n\r\n", Ordinal))
        {
            var count = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            Assert.NotEqual(0, count);
            request.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        // What comes after the head is read, too, or the client's system would tell it of a broken connection.
        while (client.Available > 0)
        {
            var more = await stream.ReadAsync(buffer, TestContext.Current.CancellationToken);
            request.Append(Encoding.ASCII.GetString(buffer, 0, more));
        }

        await stream.WriteAsync(
            Encoding.UTF8.GetBytes(
                $"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n"
                + $"Connection: close\r\n\r\n{body}"),
            TestContext.Current.CancellationToken);
        return request.ToString();
    }
}
