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
        WriteObjects(json, "violations", violations, violation =>
        {
            json.WriteString("invariant", violation.Invariant);
            json.WriteNumber("round", violation.Round);
            Figures.Write(json, "atSeconds", violation.AtSeconds);
            json.WriteString("description", violation.Description);
        });
    }

    /// <summary>What nodes refused of what peers had sent.</summary>
    internal static void Write(Utf8JsonWriter json, ImmutableArray<RefusedMessages> refused)
    {
        WriteObjects(json, "refused", refused, messages =>
        {
            json.WriteString("kind", messages.Kind);
            json.WriteString("reason", messages.Reason);
            json.WriteNumber("count", messages.Count);
            json.WriteString("first", messages.First);
        });
    }

    /// <summary>The proofs of misbehaviour.</summary>
    internal static void Write(Utf8JsonWriter json, ImmutableArray<SeenEvidence> evidence)
    {
        WriteObjects(json, "evidence", evidence, proofs =>
        {
            json.WriteString("kind", proofs.Kind);
            json.WriteString("accused", proofs.Accused);
            json.WriteNumber("count", proofs.Count);
        });
    }

    /// <summary>How the eligible weight is spread; null where nobody has looked.</summary>
    internal static void Write(Utf8JsonWriter json, StakeResult? stake)
    {
        if (stake is null)
        {
            json.WriteNull("stake");
            return;
        }

        json.WriteStartObject("stake");
        Figures.Write(json, "minimumStake", stake.MinimumStake);
        Figures.Write(json, "weightMax", (double?)stake.WeightMax);
        Figures.Write(json, "greatestShare", stake.GreatestShare);
        json.WriteNumber("lookBackRounds", stake.LookBackRounds);
        json.WriteEndObject();
    }

    /// <summary>The strategies that held nodes.</summary>
    internal static void Write(Utf8JsonWriter json, ImmutableArray<AdversaryResult> adversaries)
    {
        WriteObjects(json, "adversaries", adversaries, adversary =>
        {
            json.WriteString("label", adversary.Label);
            json.WriteArray("nodes", adversary.Nodes, json.WriteNumberValue);
            json.WriteNumber("accounts", adversary.Accounts);
            json.WriteNumber("blacklisted", adversary.Blacklisted);
            json.WriteNumber("gained", adversary.Gained);
            json.WriteArray("shares", adversary.Shares, share => Figures.Write(json, share));
        });
    }

    /// <summary>A list, each item of which writes one value.</summary>
    internal static void WriteArray<T>(
        this Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
            write(item);
        json.WriteEndArray();
    }

    private static void WriteObjects<T>(
        Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<T> writeMembers) =>
        json.WriteArray(name, items, item =>
        {
            json.WriteStartObject();
            writeMembers(item);
            json.WriteEndObject();
        });
}
