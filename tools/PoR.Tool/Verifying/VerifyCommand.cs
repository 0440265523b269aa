using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using PoR.Evaluation;
using PoR.Simulation.Export;

namespace PoR.Tool.Verifying;

/// <summary><c>por verify</c>.</summary>
internal static class VerifyCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por verify runs/a
          por verify runs/a/chain --json

        DIR is the folder of a run (--out of por simulate) or its folder chain. Every block is
        verified again from genesis, with nothing but the files: hashes, seeds, credentials,
        certificates, signatures, evaluations and states.

        --json prints {"sound": true, "network", "rounds", "reviews", "insecure"} or
        {"sound": false, "file", "round", "reason"}.

        Exit codes: 0 the chain holds; 1 it does not: the first fault is told with its file, its
        round (0 for genesis) and the reason; 2 there is no chain, or wrong use; 70 a mistake in
        por itself, or a broken installation; 130 stopped by Ctrl-C.
        """;

    private const string Insecure =
        "INSECURE: made with --crypto model; its signatures and credentials are keyed hashes and prove nothing.";

    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);
    private static readonly JsonWriterOptions Relaxed =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var directory = new Argument<string>("DIR") { Description = "The folder of a run or of a chain." };
        var json = new Option<bool>("--json")
        {
            Description = "Prints one JSON object and nothing else on standard output.",
        };
        var command = new Command("verify", "Verifies an exported chain from its genesis.") { directory, json };
        command.SetAction((parsed, stop) => RunAsync(
            parsed.GetRequiredValue(directory), parsed.GetValue(json), terminal, stop));
        return command;
    }

    private static async Task<int> RunAsync(
        string directory, bool isJson, Terminal terminal, CancellationToken stop)
    {
        var started = Stopwatch.GetTimestamp();
        var told = TimeSpan.Zero;
        // The command ends as soon as it is asked to, also within a block; what still runs ends with the process.
        var verdict = await Task.Run(
            () => ChainFolderCheck.Verify(directory, EvaluationModel.Embedded, Tell, stop), stop).WaitAsync(stop);
        if (verdict is ChainVerdict.NoChain { Reason: var reason })
            return terminal.Refuse(reason);
        terminal.Output.Write(isJson ? JsonOf(verdict) : TextOf(verdict));
        terminal.Output.Write('\n');
        return verdict is ChainVerdict.Sound ? ExitCode.Success : ExitCode.Violated;

        void Tell(long verified, long rounds)
        {
            var elapsed = Stopwatch.GetElapsedTime(started);
            if (elapsed - told < LineInterval)
                return;
            told = elapsed;
            terminal.Say(string.Create(CultureInfo.InvariantCulture, $"{verified:N0} of {rounds:N0} rounds hold ..."));
        }
    }

    private static string TextOf(ChainVerdict verdict) => verdict switch
    {
        ChainVerdict.Sound s => string.Create(
            CultureInfo.InvariantCulture,
            $"{(s.IsInsecureModel ? Insecure + "\n" : "")}The chain holds: {s.Rounds:N0} rounds, "
            + $"{s.Reviews:N0} reviews, network {s.Network}."),
        ChainVerdict.Broken b => string.Create(
            CultureInfo.InvariantCulture, $"The chain does not hold: {b.File}, round {b.Round}: {b.Reason}"),
        _ => throw new UnreachableException($"No text for {verdict.GetType().Name}."),
    };

    private static string JsonOf(ChainVerdict verdict)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, Relaxed))
        {
            json.WriteStartObject();
            json.WriteBoolean("sound", verdict is ChainVerdict.Sound);
            if (verdict is ChainVerdict.Sound sound)
            {
                json.WriteString("network", sound.Network.ToString());
                json.WriteNumber("rounds", sound.Rounds);
                json.WriteNumber("reviews", sound.Reviews);
                json.WriteBoolean("insecure", sound.IsInsecureModel);
            }
            else if (verdict is ChainVerdict.Broken broken)
            {
                json.WriteString("file", broken.File);
                json.WriteNumber("round", broken.Round);
                json.WriteString("reason", broken.Reason);
            }

            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }
}
