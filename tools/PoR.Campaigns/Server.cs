using System.Diagnostics;

namespace PoR.Campaigns;

/// <summary>A PostgreSQL server of a campaign's own.</summary>
internal static class Server
{
    private static readonly string s_script = Path.Combine(Por.Root, "tools", "postgres");

    /// <summary>Starts the one whose data lie in a folder.</summary>
    /// <returns>Its connection string.</returns>
    /// <exception cref="InvalidOperationException">It does not start.</exception>
    public static Task<string> StartAsync(string folder) => RunAsync("start", folder);

    /// <summary>Starts it as a replica that hears of nothing new.</summary>
    /// <exception cref="InvalidOperationException">It does not start.</exception>
    public static async Task StartAsReplicaAsync(string folder)
    {
        await File.WriteAllBytesAsync(Path.Combine(folder, "data", "standby.signal"), []);
        await StartAsync(folder);
    }

    /// <summary>Stops it; the data stay.</summary>
    /// <exception cref="InvalidOperationException">It does not stop.</exception>
    public static Task StopAsync(string folder) => RunAsync("stop", folder);

    private static async Task<string> RunAsync(string what, string folder)
    {
        using var process = Process.Start(
            new ProcessStartInfo(s_script, [what, folder]) { RedirectStandardOutput = true })!;
        var said = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? said.Trim()
            : throw new InvalidOperationException($"{s_script} {what} has ended with {process.ExitCode}.");
    }
}
