using PoR.Configuration.Profiles;

namespace PoR.Configuration.Schema;

/// <summary>An adversary as a user writes it: NAME[:AMOUNT] SHARE.</summary>
/// <remarks>
/// Names are those of <see cref="AdversaryNames"/>. <c>late-leader:4s</c>: so much later; <c>on-off:14</c>: up to this
/// reputation; <c>sybil:40</c>: so many accounts in ten rounds; others take no amount. The
/// share is one of the eligible weight of round 1, as shares are written: <c>20%</c>, <c>1/5</c> or <c>0.2</c>.
/// </remarks>
public static class AdversaryGrammar
{
    private const string Form = "NAME SHARE, for example 'split-voter 20%'";

    /// <summary>Reads an adversary.</summary>
    /// <param name="text">For example <c>late-leader:4s 10%</c>.</param>
    /// <returns>The adversary, or what is wrong with it; one of the two is null.</returns>
    public static (AdversarySettings? Adversary, string? Error) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is not [var head, var shareText])
            return Wrong(text, $"it is not of the form {Form}");
        var (name, amount) = head.Split(':', 2) is [var before, var after] ? (before, after) : (head, null);
        if (AdversaryNames.Find(name) is not { } kind)
            return Wrong(text, $"'{name}' is no adversary; known are {string.Join(", ", AdversaryNames.All)}");
        if (SettingParser.ShareOf(shareText) is not { } share
            || share.Numerator == 0 || share.Numerator >= share.Denominator)
            return Wrong(text, $"'{shareText}' is no share above 0 and below 1; write 20%, 1/5 or 0.2");
        var adversary = new AdversarySettings(kind, share) { Text = text };
        return (kind, amount) switch
        {
            (_, null) => (adversary, null),
            (AdversaryKind.LateLeader, _) => FaultText.SpanOf(amount) is { } time
                ? (adversary with { Time = time }, null)
                : Wrong(text, $"'{amount}' is no time above zero; write late-leader:4s"),
            (AdversaryKind.OnOff, _) => FaultText.TryReadNumber(amount, out var reputation) && reputation > 0
                ? (adversary with { Reputation = reputation }, null)
                : Wrong(text, $"'{amount}' is no reputation above zero; write on-off:14"),
            (AdversaryKind.Sybil, _) => FaultText.TryReadNumber(amount, out var accounts) && accounts > 0
                ? (adversary with { Accounts = accounts }, null)
                : Wrong(text, $"'{amount}' is no number of accounts above zero; write sybil:40"),
            _ => Wrong(text, $"{name} takes no amount; write '{name} {shareText}'"),
        };
    }

    private static (AdversarySettings? Adversary, string? Error) Wrong(string text, string what) =>
        (null, $"the adversary '{text}' is not understood: {what}");
}
