using System.Globalization;
using PoR.Core.Faults;

namespace PoR.Configuration.Schema;

/// <summary>
/// A fault of links that is no cut, as a user writes it: KIND:AMOUNT, perhaps <c>of NODES</c>, then @START+LENGTH and
/// options after commas.
/// </summary>
/// <remarks>
/// Kinds: <c>loss:5%</c>; <c>delay:500ms</c>; <c>slow:10x</c> (only in a simulation); <c>duplicate:50%</c> (the copy
/// comes less than a second later); <c>reorder:4s</c> (held back for less than so long); <c>damage:1%</c> (a bit is
/// turned); <c>bandwidth:1Mbit</c> (a second, of each uplink; kbit, Mbit or Gbit); <c>capacity:20</c> (messages on
/// their way over one link). Shares may have a fraction, down to 0.0001%. Nodes: <c>nodes:3,4,5</c>, or <c>20%</c> from
/// number 0 on; without them all links are concerned. Option: <c>flap:5s/5s</c>.
/// </remarks>
public static class TroubleGrammar
{
    private const string Form = "KIND:AMOUNT@START+LENGTH, for example loss:5%@30s+60s or 'delay:1s of 20%@0s+2m'";

    private const string Known =
        "loss:5%, delay:500ms, slow:10x, duplicate:50%, reorder:4s, damage:1%, bandwidth:1Mbit and capacity:20";

    private static readonly TimeSpan s_copyWithin = TimeSpan.FromSeconds(1);

    /// <summary>Reads a fault.</summary>
    /// <param name="text">For example <c>loss:5%@30s+60s</c>.</param>
    /// <returns>The fault, or what is wrong with it; one of the two is null.</returns>
    public static (LinkTrouble? Trouble, string? Error) Parse(string text)
    {
        var (written, fault) = FaultText.Read(text, Form);
        if (written is null)
            return Wrong(text, fault!);
        if (!written.Options.IsEmpty)
            return Wrong(text, $"'{written.Options[0]}' is no option; known is flap:5s/5s");
        var (nodes, nodesFault) = written.Nodes();
        if (nodes is null)
            return Wrong(text, nodesFault!);
        var (kind, amount) = written.Effect;
        return EffectOf(kind, amount) is { } effect
            ? (new LinkTrouble(effect, nodes, written.Start, written.Length)
            {
                Text = text,
                Aim = written.Aim,
                Flapping = written.Flapping,
            }, null)
            : Wrong(text, $"'{written.Head}' is no fault; known are {Known}");
    }

    /// <summary>Whether a text begins as a fault of these kinds does, right or wrong.</summary>
    internal static bool IsMeant(string kind) =>
        kind is "loss" or "delay" or "slow" or "duplicate" or "reorder" or "damage" or "bandwidth" or "capacity";

    private static LinkEffect? EffectOf(string kind, string amount) => kind switch
    {
        "loss" when PerMillion(amount) is { } share => new LinkEffect.Loss(share),
        "damage" when PerMillion(amount) is { } share => new LinkEffect.Damage(share),
        "duplicate" when PerMillion(amount) is { } share => new LinkEffect.Duplication(share, s_copyWithin),
        "delay" when FaultText.SpanOf(amount) is { } by => new LinkEffect.Delay(by),
        "reorder" when FaultText.SpanOf(amount) is { } within => new LinkEffect.Reordering(within),
        "slow" when amount.EndsWith('x') && FaultText.TryReadNumber(amount[..^1], out var times)
            && times is >= 2 and <= 1_000 => new LinkEffect.Slowdown(times),
        "bandwidth" when BitsPerSecond(amount) is { } bits => new LinkEffect.Bandwidth(bits),
        "capacity" when FaultText.TryReadNumber(amount, out var messages) && messages >= 1 =>
            new LinkEffect.Capacity(messages),
        _ => null,
    };

    private static int? PerMillion(string share)
    {
        if (!share.EndsWith('%') || !TryReadDecimal(share[..^1], out var percent) || percent > 100)
            return null;
        var perMillion = (int)(percent * 10_000);
        return perMillion >= 1 ? perMillion : null;
    }

    private static long? BitsPerSecond(string amount)
    {
        var (unit, factor) = amount.EndsWith("kbit", StringComparison.Ordinal) ? (4, 1_000L)
            : amount.EndsWith("Mbit", StringComparison.Ordinal) ? (4, 1_000_000L)
            : amount.EndsWith("Gbit", StringComparison.Ordinal) ? (4, 1_000_000_000L)
            : (0, 0L);
        if (unit == 0 || !TryReadDecimal(amount[..^unit], out var number) || number > 1_000)
            return null;
        var bits = (long)(number * factor);
        return bits >= 1 ? bits : null;
    }

    private static bool TryReadDecimal(string text, out decimal number) => decimal.TryParse(
        text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private static (LinkTrouble? Trouble, string? Error) Wrong(string text, string what) =>
        (null, $"the fault '{text}' is not understood: {what}");
}
