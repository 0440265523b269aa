using System.Collections.Immutable;
using PoR.Core.Faults;

namespace PoR.Configuration.Schema;

/// <summary>
/// A cut of the network as a user writes it: SHAPE@START+LENGTH, then options after commas.
/// </summary>
/// <remarks>
/// Shapes: <c>halves</c>; <c>thirds</c>; <c>80%</c> (of the nodes, from number 0 on, against the
/// rest); <c>34/33/33</c> (per cent, together 100); <c>nodes:3,4,5</c> (those against the rest); <c>bridge:1%</c> (two
/// halves and nodes that both hear); <c>ring:60%</c> (each hears its nearest); <c>swizzle</c> (off one by one, back in
/// another order); <c>leader</c> or <c>first</c> (one node that the run shows, against the rest). Times: a number with
/// the unit ms, s, m or h. A simulation's cut may begin at a moment instead: <c>round5.proposal</c> (half of the nodes
/// have the leader's block), <c>round5.quorum2</c> (the first node has a quorum of step 2) or <c>round5.vote4</c> (the
/// first vote of step 4 is half-way stored). Options: <c>dropped</c> or <c>delayed</c> (letters wait
/// until the cut heals), else as <c>run.cut-messages</c> says; <c>oneway</c> (two groups only: the first group hears
/// the other, the other does not hear the first); <c>flap:5s/5s</c> (there for so long, then gone for so
/// long, at most 1,000 times).
/// </remarks>
public static class CutGrammar
{
    private const string Form = "SHAPE@START+LENGTH, for example halves@30s+60s";

    private const string Known = "halves, thirds, 80%, 34/33/33, nodes:3,4,5, bridge:1%, ring:60%, swizzle and "
        + "leader";

    /// <summary>Reads a cut.</summary>
    /// <param name="text">For example <c>halves@30s+60s</c>.</param>
    /// <returns>The cut, or what is wrong with it; one of the two is null.</returns>
    public static (Cut? Cut, string? Error) Parse(string text)
    {
        var (written, fault) = FaultText.Read(text, Form);
        if (written is null)
            return Wrong(text, fault!);
        var (isOneWay, isDelayed) = (false, (bool?)null);
        foreach (var option in written.Options)
        {
            if (option is not ("oneway" or "delayed" or "dropped"))
                return Wrong(text, $"'{option}' is no option; known are oneway, delayed, dropped and flap:5s/5s");
            if (option == "oneway")
                isOneWay = true;
            else if (isDelayed == (option == "dropped"))
                return Wrong(text, "letters are either delayed or dropped, not both");
            else
                isDelayed = option == "delayed";
        }

        var (shape, shapeFault) = FaultText.AimedNodeOf(written.What, written.Aim is not null) is { } aimed
            ? (new CutShape.Aimed(aimed), null)
            : ReadShape(written.What);
        if (shape is null)
            return Wrong(text, shapeFault!);
        return isOneWay && shape.Groups != 2
            ? Wrong(text, "oneway needs exactly two groups, such as halves, 80% or nodes:3,4")
            : (new Cut(shape, written.Start, written.Length)
            {
                Text = text,
                Aim = written.Aim,
                IsOneWay = isOneWay,
                IsDelayed = isDelayed,
                Flapping = written.Flapping,
            }, null);
    }

    /// <summary>Whether a text begins as a cut does, right or wrong.</summary>
    internal static bool IsMeant(string text) =>
        text.Split(':', '@')[0] is "halves" or "thirds" or "nodes" or "bridge" or "ring" or "swizzle"
            or "leader" or "first"
        || (text.Length > 0 && char.IsAsciiDigit(text[0]));

    private static (CutShape? Shape, string? Fault) ReadShape(string shape)
    {
        switch (shape.Split(':'))
        {
            case ["thirds"]:
                return (new CutShape.Thirds(), null);
            case ["first"]:
                return (null, FaultText.FirstNeedsMoment);
            case ["swizzle"]:
                return (new CutShape.Swizzle(), null);
            case ["nodes", var list]:
                return FaultText.ReadNodes(list) is var (nodes, fault) && nodes is { } all
                    ? (new CutShape.Nodes(all), null)
                    : (null, fault);
            case ["bridge" or "ring", var percent]:
                return !FaultText.TryReadPercent(percent, out var share)
                    ? (null, $"'{percent}' is no share of the nodes; write bridge:1% or ring:60%")
                    : (shape[0] == 'b' ? new CutShape.Bridge(share) : new CutShape.Ring(share), null);
        }

        string?[] shares = shape == "halves" ? ["50", "50"]
            : shape.EndsWith('%') ? [shape[..^1], null]
            : [.. shape.Split('/')];
        return shares.Length < 2
            ? (null, $"'{shape}' is no shape; known are {Known}")
            : ReadShares(shape, shares);
    }

    private static (CutShape? Shape, string? Fault) ReadShares(string shape, string?[] shares)
    {
        var percents = ImmutableArray.CreateBuilder<int>();
        var sum = 0;
        foreach (var share in shares)
        {
            var percent = 100 - sum; // Where no share is written, the rest.
            if (share is not null && (!FaultText.TryReadNumber(share, out percent) || percent > 100))
                return (null, $"'{share}' is no whole number of per cent from 0 to 100");
            sum += percent;
            if (sum > 100)
                break;
            percents.Add(percent);
        }

        return sum == 100
            ? (new CutShape.Shares(percents.ToImmutable()), null)
            : (null, $"the shares of '{shape}' are {sum} per cent, not 100");
    }

    private static (Cut? Cut, string? Error) Wrong(string text, string what) =>
        (null, $"the cut '{text}' is not understood: {what}");
}
