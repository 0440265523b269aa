using System.Collections.Immutable;
using System.Globalization;
using PoR.Configuration.Schema;
using PoR.Exploration.Bba;

namespace PoR.Tool.Exploring;

/// <summary>What the user wants explored, checked.</summary>
/// <param name="Seats">Of each node.</param>
/// <param name="Hostile">How many nodes are hostile.</param>
/// <param name="Deliveries">The models, in order.</param>
/// <param name="Mutation">Name of a mutation; null for the rules as they are.</param>
/// <param name="StatesMax">Most states kept in one exploration.</param>
internal sealed record ExploreOptions(
    ImmutableArray<int> Seats, int Hostile, ImmutableArray<Delivery> Deliveries, string? Mutation, int StatesMax)
{
    /// <summary>Fewest nodes: with three no hostile one is a minority of a third.</summary>
    public const int NodesMin = 4;

    /// <summary>States that are kept unless the user says otherwise: about 2 GB.</summary>
    public const int StatesMaxDefault = 20_000_000;

    /// <summary>Models by their names on the command line.</summary>
    public static IReadOnlyList<(string Name, Delivery Delivery)> Models { get; } =
        [("async", Delivery.Async), ("sync", Delivery.Sync), ("no-relay", Delivery.NoRelay)];

    /// <summary>Reads the options as they were typed; null for what was not given.</summary>
    /// <param name="typed">The options.</param>
    /// <param name="fault">One sentence; null when the options are returned.</param>
    public static ExploreOptions? Parse(ExploreArguments typed, out string? fault)
    {
        fault = Foreign("--protocol", typed.Protocol, "review")
            ?? Foreign("--engine", typed.Engine, "bba")
            ?? Unknown("--model", typed.Model, "model", Models.Select(model => model.Name))
            ?? Unknown("--mutate", typed.Mutate, "mutation", BbaExploration.Mutations.Select(known => known.Name));
        if (fault is not null || Number(
                "--nodes", typed.Nodes, NodesMin, NodesMin, BbaSetting.NodesMax, out fault) is not { } nodes)
            return null;
        if (Weights(typed.Weights, nodes, out fault) is not { } seats)
            return null;
        if (Number("--byzantine", typed.Byzantine, (nodes - 1) / 3, 0, nodes - 1, out fault) is not { } hostile)
            return null;
        if (Number("--states-max", typed.StatesMax, StatesMaxDefault, 1, int.MaxValue, out fault) is not { } most)
            return null;
        var deliveries = typed.Model is { } one
            ? Models.Where(model => model.Name == one)
            : Models.Where(model => model.Delivery != Delivery.NoRelay);
        return new ExploreOptions(
            seats, hostile, [.. deliveries.Select(model => model.Delivery)], typed.Mutate, most);
    }

    /// <summary>The name of a model.</summary>
    public static string NameOf(Delivery delivery) => Models.First(model => model.Delivery == delivery).Name;

    private static string? Foreign(string option, string? value, string only) =>
        value is null || value == only ? null : $"{option}: '{value}' cannot be explored; only '{only}' can.";

    private static string? Unknown(string option, string? value, string noun, IEnumerable<string> names)
    {
        string[] known = [.. names];
        if (value is null || known.Contains(value))
            return null;
        var nearest = known.MinBy(name => EditDistance.Between(value, name))!;
        var hint = EditDistance.Between(value, nearest) <= (value.Length + 1) / 3 ? $" (did you mean {nearest}?)" : "";
        return $"{option}: there is no {noun} '{value}'{hint}; there are {string.Join(", ", known)}.";
    }

    private static int? Number(string option, string? typed, int otherwise, int least, int most, out string? fault)
    {
        fault = null;
        if (typed is null)
            return otherwise;
        if (int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number >= least && number <= most)
            return number;
        fault = string.Create(
            CultureInfo.InvariantCulture, $"{option}: '{typed}' is no whole number from {least} to {most}.");
        return null;
    }

    /// <summary>Seats of all nodes; a list that is shorter than they are begins again.</summary>
    private static ImmutableArray<int>? Weights(string? typed, int nodes, out string? fault)
    {
        fault = null;
        string[] parts = typed?.Split(',') ?? ["1"];
        var seats = ImmutableArray.CreateBuilder<int>();
        foreach (var part in parts)
        {
            if (Number("--weights", part, 0, 1, BbaSetting.SeatsMax, out fault) is not { } one)
                return null;
            seats.Add(one);
        }

        if (seats.Count > nodes)
        {
            fault = string.Create(
                CultureInfo.InvariantCulture, $"--weights: {seats.Count} weights are given for {nodes} nodes.");
            return null;
        }

        return [.. Enumerable.Range(0, nodes).Select(node => seats[node % seats.Count])];
    }
}

/// <summary>The options as they were typed; null for what was not given.</summary>
internal sealed record ExploreArguments(
    string? Protocol, string? Engine, string? Nodes, string? Byzantine, string? Model, string? Weights, string? Mutate,
    string? StatesMax);
