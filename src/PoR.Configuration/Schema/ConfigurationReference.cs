using System.Text;

namespace PoR.Configuration.Schema;

/// <summary>The schema as pages: <c>docs/configuration.md</c> and <c>hocon/reference.conf</c>.</summary>
internal static class ConfigurationReference
{
    private const int LineLength = 92;

    /// <summary>The page <c>docs/configuration.md</c>.</summary>
    /// <returns>Markdown with one table for each section; lines end with LF.</returns>
    public static string ToMarkdown()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Configuration

            Every key, from the schema in `src/PoR.Configuration/Schema`; a test holds this page equal
            to it. The files are in `hocon/`, and also part of the program: `reference.conf` holds every
            key with its default; a profile holds only what differs. A file of your own may say
            `include "safety.conf"` and change what it likes:

            ```
            include "safety.conf"
            population { participants = 600, nodes = 30 }
            protocol.small-lambda = 1500 ms
            run.seed = ${?POR_SEED}   # From the environment, where it is set.
            ```

            Run it with `./tools/por simulate --profile FILE`. A key that is not listed here, a wrong unit
            and a value out of range are errors that name file, line and key. Times take `us`, `ms`, `s`,
            `m`, `h`; sizes `b`, `kB`, `KiB`, `MB`, `MiB`; bandwidths `bit/s`, `kbit/s`, `Mbit/s`,
            `Gbit/s`; shares are exact: `1/4`, `25%` or `0.25`. `null` means the default. Each key can be
            set in the environment, too, above all files: `cluster.stable-after` is
            `POR_CLUSTER__STABLE_AFTER`; items of a list are separated by `;`.

            """);
        foreach (var section in SettingSchema.Keys.GroupBy(SectionOf))
        {
            page.Append($"\n## {section.Key}\n\n");
            page.Append("| key | unit | default | takes | effect |\n|---|---|---|---|---|\n");
            foreach (var key in section)
                page.Append($"| `{key.Path}` | {key.Unit} | `{key.Default}` | {TakesOf(key)} ")
                    .Append($"| {key.Effect} |\n");
        }

        page.Append(
            """

            ## akka

            A file may have a block `akka { }` with settings of Akka's own, for what has no key here, for example
            `akka.cluster.failure-detector.threshold = 12`. They stand above the program's and are not checked: a
            wrong name does nothing, and Akka says in its own words what is wrong with a value. The environment has
            none of them. These cannot be set, with all that is below them:

            | path | since |
            |---|---|

            """);
        foreach (var (path, reason) in AkkaBlock.Kept)
            page.Append($"| `{path}` | {reason} |\n");
        page.Append($"\nOf these can be set: {string.Join(", ", AkkaBlock.Free.Select(path => $"`{path}`"))}.\n");
        return page.ToString();
    }

    /// <summary>The file <c>hocon/reference.conf</c>: every key with its default.</summary>
    /// <returns>HOCON; lines end with LF.</returns>
    public static string ToHocon()
    {
        var file = new StringBuilder(
            "# Every key with its default. A test holds this file equal to the schema.\n");
        foreach (var section in SettingSchema.Keys.GroupBy(SectionOf))
        {
            file.Append($"\n{section.Key} {{\n");
            var isFirst = true;
            foreach (var key in section)
            {
                if (!isFirst) file.Append('\n');
                isFirst = false;
                foreach (var line in Wrap($"{key.Effect} ({TakesOf(key)}; {key.Unit})"))
                    file.Append($"  # {line}\n");
                file.Append($"  {key.Path[(section.Key.Length + 1)..]} = {DefaultOf(key)}\n");
            }

            file.Append("}\n");
        }

        return file.ToString();
    }

    private static string DefaultOf(SettingKey key) =>
        key.Default.Contains(':', StringComparison.Ordinal) ? $"\"{key.Default}\"" : key.Default;

    private static string SectionOf(SettingKey key) => key.Path[..key.Path.LastIndexOf('.')];

    private static string TakesOf(SettingKey key) => key.Range.Length > 0
        ? key.Range
        : key.Kind switch
        {
            SettingKind.Flag => "true or false",
            SettingKind.TextList => "a list of texts",
            SettingKind.CutList => "a list of cuts",
            SettingKind.FaultList => "a list of faults",
            SettingKind.AdversaryList => "a list of adversaries",
            SettingKind.Address => "an address",
            SettingKind.AddressList => "a list of addresses",
            SettingKind.PeerList => "a list of peers",
            _ => "any",
        };

    private static IEnumerable<string> Wrap(string text)
    {
        var line = new StringBuilder();
        foreach (var word in text.Split(' '))
        {
            if (line.Length + word.Length >= LineLength)
            {
                yield return line.ToString();
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }
}
