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
        json.WriteObjects("violations", violations, violation =>
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
        json.WriteObjects("refused", refused, messages =>
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
        json.WriteObjects("evidence", evidence, proofs =>
        {
            json.WriteString("kind", proofs.Kind);
            json.WriteString("accused", proofs.Accused);
            json.WriteNumber("count", proofs.Count);
        });
    }

    /// <summary>How the eligible weight is spread; null where nobody has looked.</summary>
    internal static void Write(Utf8JsonWriter json, StakeResult? stake)
    {
        json.WriteObject("stake", stake, known =>
        {
            Figures.Write(json, "minimumStake", known.MinimumStake);
            Figures.Write(json, "weightMax", (double?)known.WeightMax);
            Figures.Write(json, "greatestShare", known.GreatestShare);
            json.WriteNumber("lookBackRounds", known.LookBackRounds);
        });
    }

    /// <summary>What accounts had at genesis and have at the end.</summary>
    internal static void Write(
        Utf8JsonWriter json, (double Before, double After) reputation, string name = "reputation")
    {
        json.WriteStartArray(name);
        Figures.Write(json, reputation.Before);
        Figures.Write(json, reputation.After);
        json.WriteEndArray();
    }

    /// <summary>The strategies that held nodes.</summary>
    internal static void Write(Utf8JsonWriter json, ImmutableArray<AdversaryResult> adversaries)
    {
        json.WriteObjects("adversaries", adversaries, adversary =>
        {
            json.WriteString("label", adversary.Label);
            json.WriteArray("nodes", adversary.Nodes, json.WriteNumberValue);
            json.WriteNumber("accounts", adversary.Accounts);
            json.WriteNumber("blacklisted", adversary.Blacklisted);
            json.WriteNumber("gained", adversary.Gained);
            json.WriteNumber("joined", adversary.Joined);
            Figures.Write(json, "entryRounds", (double?)adversary.EntryRounds);
            Write(json, adversary.Reputation);
            json.WriteArray("shares", adversary.Shares, share => Figures.Write(json, share));
        });
    }

    /// <summary>An object with its members; null where there is none.</summary>
    internal static void WriteObject<T>(this Utf8JsonWriter json, string name, T? item, Action<T> writeMembers)
        where T : class
    {
        if (item is null)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartObject(name);
        writeMembers(item);
        json.WriteEndObject();
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

    /// <summary>A list of objects, each with its members.</summary>
    internal static void WriteObjects<T>(
        this Utf8JsonWriter json, string name, ImmutableArray<T> items, Action<T> writeMembers) =>
        json.WriteArray(name, items, item =>
        {
            json.WriteStartObject();
            writeMembers(item);
            json.WriteEndObject();
        });
}
