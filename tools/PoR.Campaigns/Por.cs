using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace PoR.Campaigns;

/// <summary>Runs the program, and asks what it says of itself.</summary>
internal static class Por
{
    private static readonly HttpClient s_client = new() { Timeout = TimeSpan.FromSeconds(3) };

    /// <summary>The checkout.</summary>
    public static string Root { get; } = Checkout();

    private static string Program => Path.Combine(Root, "tools", "por");

    /// <summary>Starts a command; what it says is added to a file.</summary>
    public static Process Start(string log, params string[] arguments)
    {
        var start = new ProcessStartInfo("/bin/sh");
        foreach (var argument in (string[])
                 ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", log, Program,
                     .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }

    /// <summary>Runs a command to its end.</summary>
    /// <exception cref="InvalidOperationException">It did not end well.</exception>
    public static async Task RunAsync(string log, params string[] arguments)
    {
        using var process = Start(log, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException(
                $"por {string.Join(' ', arguments)} has ended with {process.ExitCode}; '{log}' says why.");
    }

    /// <summary>Sends a signal by its name, such as KILL.</summary>
    public static void Signal(int process, string name)
    {
        using var shell = Process.Start(
            "/bin/sh", ["-c", $"kill -s {name} {process.ToString(CultureInfo.InvariantCulture)} 2>/dev/null"]);
        shell.WaitForExit();
    }

    /// <summary>What a node says of its peers; null where it does not answer.</summary>
    public static async Task<JsonElement?> StatusAsync(int port)
    {
        try
        {
            return await s_client.GetFromJsonAsync<JsonElement>($"http://127.0.0.1:{port}/api/v1/status");
        }
        catch (Exception fault) when (fault is HttpRequestException or OperationCanceledException)
        {
            return null; // It starts, stands still or is dead.
        }
    }

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Checkout()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "PoR.Actors.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("This is not a checkout.");
        return folder;
    }
}
