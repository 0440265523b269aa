using System.Collections.Immutable;
using System.Globalization;
using PoR.Core.Faults;
using PoR.Core.Rounds;

namespace PoR.Configuration.Schema;

/// <summary>What cuts and other faults have in common as a user writes them: WHAT@START+LENGTH, then options.</summary>
/// <param name="What">Before the @.</param>
/// <param name="Start">When it begins; zero where it is aimed.</param>
/// <param name="Aim">The moment of a run at which it begins; null where a time is given.</param>
/// <param name="Length">How long it lasts, above zero.</param>
/// <param name="Flapping">Of the option <c>flap:ON/OFF</c>.</param>
/// <param name="Options">The other ones.</param>
internal sealed record FaultText(
    string What, TimeSpan Start, Aim? Aim, TimeSpan Length, Flapping? Flapping, ImmutableArray<string> Options)
{
    private const decimal SecondsMax = 100_000_000;
    private const string Flap = "flap:";
    private const string Of = " of ";
    private const string Round = "round";

    /// <summary>Why a word names nobody.</summary>
    public const string FirstNeedsMoment =
        "'first' is the node to which a moment comes first; write the moment, for example first@round5.quorum2+30s";

    /// <summary>Reads a fault.</summary>
    /// <param name="text">As it was written.</param>
    /// <param name="form">What would be right.</param>
    /// <returns>Its parts, or what is wrong as a clause; one of the two is null.</returns>
    public static (FaultText? Parts, string? Fault) Read(string text, string form)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var plus = text.IndexOf('+', StringComparison.Ordinal);
        if (at <= 0 || plus < at)
            return (null, $"it is not of the form {form}");
        var tail = text[(plus + 1)..].Split(',', StringSplitOptions.TrimEntries);
        var begin = text[(at + 1)..plus];
        var aim = AimOf(begin);
        if (!TryReadTime(begin, out var start) && aim is null)
            return (null, begin.StartsWith(Round, StringComparison.Ordinal)
                ? $"'{begin}' is no moment; write round5.proposal, round5.quorum2 or round5.vote4"
                : $"'{begin}' is no start; write 500ms, 30s, 2m or 1h, or a moment such as round5.quorum2");
        if (SpanOf(tail[0]) is not { } length)
            return (null, $"'{tail[0]}' is no length above zero; write 500ms, 30s, 2m or 1h");
        Flapping? flapping = null;
        var others = ImmutableArray.CreateBuilder<string>();
        foreach (var option in tail.AsSpan(1))
        {
            if (!option.StartsWith(Flap, StringComparison.Ordinal))
                others.Add(option);
            else if (option[Flap.Length..].Split('/') is [var onText, var offText]
                && SpanOf(onText) is { } on && SpanOf(offText) is { } off)
                flapping = new Flapping(on, off);
            else
                return (null, $"'{option}' is no time there and time gone above zero; write flap:5s/5s");
        }

        return (new FaultText(text[..at].Trim(), start, aim, length, flapping, others.ToImmutable()), null);
    }

    private readonly string[] _parts = What.Split(Of, 2, StringSplitOptions.TrimEntries);

    /// <summary>Before the nodes: <c>KIND:AMOUNT</c>.</summary>
    public string Head => _parts[0];

    /// <summary>Of <c>KIND:AMOUNT</c>; the amount is empty where there is none.</summary>
    public (string Kind, string Amount) Effect => Head.Split(':', 2) is [var kind, var amount]
        ? (kind, amount)
        : (Head, "");

    /// <summary>The nodes of <c>KIND:AMOUNT of NODES</c>, or what is wrong with them as a clause.</summary>
    public (NodeSet? Nodes, string? Fault) Nodes()
    {
        if (_parts is not [_, var named])
            return (NodeSet.Every, null);
        if (TryReadPercent(named, out var percent))
            return (new NodeSet.Share(percent), null);
        if (AimedNodeOf(named, Aim is not null) is { } aimed)
            return (new NodeSet.Aimed(aimed), null);
        if (!named.StartsWith("nodes:", StringComparison.Ordinal))
            return (null, named == "first" ? FirstNeedsMoment : $"'{named}' are no nodes; write nodes:3,4,5 or 20%");
        var (numbers, fault) = ReadNodes(named["nodes:".Length..]);
        return (numbers is { } all ? new NodeSet.Numbers(all) : null, fault);
    }

    /// <summary>Node numbers after commas, each once; or what is wrong as a clause.</summary>
    public static (ImmutableArray<int>? Nodes, string? Fault) ReadNodes(string list)
    {
        var nodes = ImmutableArray.CreateBuilder<int>();
        foreach (var item in list.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!TryReadNumber(item, out var node))
                return (null, $"'{item}' is no node number; write nodes:3,4,5");
            if (!nodes.Contains(node))
                nodes.Add(node);
        }

        return (nodes.ToImmutable(), null);
    }

    /// <summary>A whole number, 0 and up.</summary>
    public static bool TryReadNumber(string text, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    /// <summary>Whole per cent, 1 to 100.</summary>
    public static bool TryReadPercent(string text, out int percent)
    {
        percent = 0;
        return text.EndsWith('%') && TryReadNumber(text[..^1], out percent) && percent is >= 1 and <= 100;
    }

    /// <summary>A word for a node that a run has to show; null for any other text.</summary>
    /// <param name="text">As it was written.</param>
    /// <param name="hasMoment">Only a moment comes to somebody first.</param>
    public static AimedNode? AimedNodeOf(string text, bool hasMoment) => text switch
    {
        "leader" => AimedNode.Leader,
        "first" when hasMoment => AimedNode.First,
        _ => null,
    };

    private static Aim? AimOf(string text)
    {
        if (!text.StartsWith(Round, StringComparison.Ordinal)
            || text[Round.Length..].Split('.') is not [var number, var moment]
            || !TryReadNumber(number, out var round) || round < 1)
            return null;
        return moment == "proposal" ? new Aim(new Round(round), AimedMoment.Proposal, Step.BlockProposal)
            : StepOf(moment, "quorum", least: 2) is { } quorum
                ? new Aim(new Round(round), AimedMoment.Quorum, quorum)
            : StepOf(moment, "vote", least: 1) is { } vote ? new Aim(new Round(round), AimedMoment.Storing, vote)
            : null;
    }

    private static Step? StepOf(string moment, string word, int least) =>
        moment.StartsWith(word, StringComparison.Ordinal) && TryReadNumber(moment[word.Length..], out var step)
            && step >= least
            ? new Step(step)
            : null;

    /// <summary>A time with its unit: ms, s, m or h; null when it is none, or not above zero.</summary>
    public static TimeSpan? SpanOf(string text) =>
        TryReadTime(text, out var time) && time > TimeSpan.Zero ? time : null;

    private static bool TryReadTime(string text, out TimeSpan time)
    {
        time = default;
        text = text.Trim();
        var (unit, seconds) = text.EndsWith("ms", StringComparison.Ordinal) ? (2, 0.001m)
            : text.EndsWith('s') ? (1, 1m)
            : text.EndsWith('m') ? (1, 60m)
            : text.EndsWith('h') ? (1, 3600m)
            : (0, 0m);
        if (unit == 0
            || !decimal.TryParse(
                text[..^unit],
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number)
            || number > SecondsMax / seconds)
            return false;
        time = TimeSpan.FromTicks((long)(number * seconds * TimeSpan.TicksPerSecond));
        return true;
    }
}
