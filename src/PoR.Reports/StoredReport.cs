using System.Text.Json;

namespace PoR.Reports;

/// <summary>The data of a run as its <c>report.html</c> holds them, to be shown beside those of other runs.</summary>
/// <param name="Name">What the page calls the run.</param>
/// <param name="Data">As the page has them.</param>
public sealed record StoredReport(string Name, JsonElement Data)
{
    /// <summary>The most bytes that are read of a page: several times those of a run of 10,000 rounds.</summary>
    public const int BytesMax = 256 << 20;

    private const string Start = "id=\"run-data\">";

    private static readonly string[] Columns =
        ["round", "start", "firstDecided", "halfDecided", "mostDecided", "lastDecided", "empty", "threshold"];

    private static readonly (string Name, JsonValueKind Kind)[] Members =
    [
        ("rounds", JsonValueKind.Object), ("steps", JsonValueKind.Array), ("faults", JsonValueKind.Array),
        ("sides", JsonValueKind.Array), ("bounds", JsonValueKind.Object), ("violations", JsonValueKind.Array),
        ("seed", JsonValueKind.String), ("nodes", JsonValueKind.Number), ("smallLambda", JsonValueKind.Number),
    ];

    /// <summary>Takes the data out of a page.</summary>
    /// <param name="name">What the comparison shall call the run.</param>
    /// <param name="page">The text of its <c>report.html</c>.</param>
    /// <param name="fault">Why there are none, as a clause; null: there are.</param>
    public static StoredReport? Of(string name, string page, out string? fault)
    {
        ArgumentNullException.ThrowIfNull(page);
        var from = page.IndexOf(Start, StringComparison.Ordinal);
        var to = from < 0 ? -1 : page.IndexOf("</script>", from, StringComparison.Ordinal);
        if (to < 0)
        {
            fault = "it is no page of a run";
            return null;
        }

        try
        {
            using var document = JsonDocument.Parse(page.AsMemory(from + Start.Length, to - from - Start.Length));
            fault = FaultIn(document.RootElement);
            return fault is null ? new StoredReport(name, document.RootElement.Clone()) : null;
        }
        catch (JsonException wrong)
        {
            fault = $"its data are damaged: {wrong.Message}";
            return null;
        }
    }

    private static string? FaultIn(JsonElement data)
    {
        if (data.ValueKind != JsonValueKind.Object)
            return "its data are damaged: they are no object";
        foreach (var (name, kind) in Members)
        {
            if (!data.TryGetProperty(name, out var member) || member.ValueKind != kind)
                return Unlike(name);
        }

        var rounds = data.GetProperty("steps").GetArrayLength();
        var column = Columns.FirstOrDefault(column =>
            !data.GetProperty("rounds").TryGetProperty(column, out var values)
            || values.ValueKind != JsonValueKind.Array || values.GetArrayLength() != rounds);
        return column is null ? null : Unlike("rounds." + column);
    }

    private static string Unlike(string member) =>
        $"its data have no {member} as this version writes it; run the simulation again";
}
