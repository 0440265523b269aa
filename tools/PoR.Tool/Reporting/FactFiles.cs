using System.Collections.Immutable;
using System.Globalization;
using PoR.Actors.Messages;
using PoR.Configuration.Files;
using PoR.Core.Canonical;
using PoR.Simulation.Runs;

namespace PoR.Tool.Reporting;

/// <summary>
/// Reads what peers have recorded: files of <c>telemetry.facts-file</c>, one for each life of a peer.
/// </summary>
internal static class FactFiles
{
    /// <summary>Reads the files; a last record that a kill has cut off is left out.</summary>
    /// <param name="names">
    /// Each is a name and a number after a dot. Files of one name are lives of one peer; peers ascend by name.
    /// </param>
    /// <param name="files">Read them.</param>
    /// <param name="fault">What is wrong, where; null: nothing.</param>
    public static ImmutableArray<RecordedLife> Read(
        IReadOnlyCollection<string> names, InputFiles files, out string? fault)
    {
        var lives = ImmutableArray.CreateBuilder<RecordedLife>();
        fault = names.FirstOrDefault(name => LifeOf(name) is null) is { } wrong
            ? $"'{wrong}' is no file of telemetry.facts-file, whose names end with a dot and a number."
            : null;
        if (fault is not null)
            return [];
        var peers = names.GroupBy(PeerOf, StringComparer.Ordinal).OrderBy(peer => peer.Key, StringComparer.Ordinal);
        foreach (var (index, peer) in peers.Index())
        {
            foreach (var name in peer.OrderBy(LifeOf))
            {
                lives.Add(new RecordedLife(index, Facts(name, files, out fault)));
                if (fault is not null)
                    return [];
            }
        }

        if (lives.All(life => life.Facts.IsEmpty))
            fault = "no fact is in these files: nothing was recorded.";
        return lives.ToImmutable();
    }

    private static ImmutableArray<RecordedFact> Facts(string name, InputFiles files, out string? fault)
    {
        fault = null;
        var facts = ImmutableArray.CreateBuilder<RecordedFact>();
        try
        {
            using var stream = files.Open(name);
            while (RecordStream.Next(stream) is { } record)
            {
                if (CanonicalBytes.Decode<RecordedFact>(record, out var damage) is not { } fact)
                {
                    fault = $"'{name}', record {facts.Count + 1}: {damage}";
                    return [];
                }

                facts.Add(fact);
            }
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            fault = $"'{name}' cannot be read: {unread.Message}";
            return [];
        }

        return facts.ToImmutable();
    }

    private static string PeerOf(string name) => name[..name.LastIndexOf('.')];

    private static int? LifeOf(string name) => int.TryParse(
        Path.GetExtension(name).TrimStart('.'), NumberStyles.None, CultureInfo.InvariantCulture, out var life)
        ? life
        : null;
}
