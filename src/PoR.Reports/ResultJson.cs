using System.Collections.Immutable;
using System.Text.Json;
using PoR.Reports.Results;

namespace PoR.Reports;

/// <summary>Parts of a result that <c>summary.json</c> and the page hold alike.</summary>
internal static class ResultJson
{
    /// <summary>The invariants that did not hold.</summary>
    internal static void Write(Utf8JsonWriter json, ImmutableArray<Violation> violations)
    {
        json.WriteStartArray("violations");
        foreach (var violation in violations)
        {
            json.WriteStartObject();
            json.WriteString("invariant", violation.Invariant);
            json.WriteNumber("round", violation.Round);
            Figures.Write(json, "atSeconds", violation.AtSeconds);
            json.WriteString("description", violation.Description);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>What nodes refused of what peers had sent.</summary>
    internal static void Write(Utf8JsonWriter json, ImmutableArray<RefusedMessages> refused)
    {
        json.WriteStartArray("refused");
        foreach (var messages in refused)
        {
            json.WriteStartObject();
            json.WriteString("kind", messages.Kind);
            json.WriteString("reason", messages.Reason);
            json.WriteNumber("count", messages.Count);
            json.WriteString("first", messages.First);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>The proofs of misbehaviour.</summary>
    internal static void Write(Utf8JsonWriter json, ImmutableArray<SeenEvidence> evidence)
    {
        json.WriteStartArray("evidence");
        foreach (var proofs in evidence)
        {
            json.WriteStartObject();
            json.WriteString("kind", proofs.Kind);
            json.WriteString("accused", proofs.Accused);
            json.WriteNumber("count", proofs.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
