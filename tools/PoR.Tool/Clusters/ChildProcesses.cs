using System.Diagnostics;
using System.Globalization;

namespace PoR.Tool.Clusters;

/// <summary>Signals that a cluster's processes are sent.</summary>
internal enum Signal
{
    /// <summary>Ends at once, whatever it does.</summary>
    Kill,

    /// <summary>Asks for an end.</summary>
    Terminate,

    /// <summary>Goes on after <see cref="Stop"/>.</summary>
    Continue,

    /// <summary>Stands still, and cannot refuse.</summary>
    Stop,
}

/// <summary>Starts this program again, as another process, and signals it.</summary>
internal static class ChildProcesses
{
    /// <summary>Starts a command of this program.</summary>
    /// <param name="log">What it says is added to this file.</param>
    /// <param name="arguments">The command.</param>
    public static Process Start(string log, params IEnumerable<string> arguments)
    {
        // The shell leads its output to a file, so that the process goes on when this one has ended.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var argument in (string[])
                 ["-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", log, Environment.ProcessPath!,
                     typeof(ChildProcesses).Assembly.Location, .. arguments])
            start.ArgumentList.Add(argument);
        return Process.Start(start) ?? throw new InvalidOperationException("/bin/sh gave no process.");
    }

    /// <summary>Sends a signal; a process that has ended misses nothing.</summary>
    public static void Send(int process, Signal signal)
    {
        // .NET sends no signals, and the shell does without a program of its own.
        var number = process.ToString(CultureInfo.InvariantCulture);
        using var shell = Process.Start("/bin/sh", ["-c", $"kill -s {NameOf(signal)} {number} 2>/dev/null"]);
        shell.WaitForExit();
    }

    private static string NameOf(Signal signal) => signal switch
    {
        Signal.Kill => "KILL",
        Signal.Terminate => "TERM",
        Signal.Continue => "CONT",
        _ => "STOP",
    };
}
