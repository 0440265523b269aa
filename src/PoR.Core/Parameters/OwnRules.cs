using System.Text;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Core.Parameters;

/// <summary>
/// Rules of a network that stand in the place of Proof of Review's. Genesis names them, so that a network with them is
/// another network, and whoever does not bring them is refused by their names.
/// </summary>
public sealed record OwnRules
{
    /// <summary>The longest name of a rule, bytes of UTF-8.</summary>
    public const int NameBytesMax = 64;

    /// <summary>What a review does to its author's reputation; null: as the paper has it (PoR §3.5).</summary>
    public IReputationRule? Reputation { get; init; }

    /// <summary>Who may be eligible; null: as the paper has it (PoR §3.8).</summary>
    public IAdmissionRule? Admission { get; init; }

    /// <summary>What is wrong with a name; null when nothing is.</summary>
    internal string? Fault => new[] { Reputation?.Name, Admission?.Name }.OfType<string>()
        .Any(static name => Encoding.UTF8.GetByteCount(name) is < 1 or > NameBytesMax)
        ? $"The name of a rule has 1..{NameBytesMax} bytes of UTF-8."
        : null;

    /// <summary>For people, for example <c>reputation by 'slow fall'</c>.</summary>
    internal static string Describe(string reputation, string admission) => string.Join(
        " and ",
        new[] { ("reputation", reputation), ("admission", admission) }
            .Where(static rule => rule.Item2.Length > 0).Select(static rule => $"{rule.Item1} by '{rule.Item2}'"));
}

/// <summary>
/// RepAdjust: what a review adds to its author's reputation. A pure function: every node must come to the same.
/// </summary>
public interface IReputationRule
{
    /// <summary>Part of genesis: two rules must not share a name. 1..64 bytes of UTF-8.</summary>
    string Name { get; }

    /// <summary>What a review without a flag adds.</summary>
    /// <param name="verdict">How the rating fits the text.</param>
    /// <param name="reputation">R before this review, 0 and up.</param>
    /// <param name="parameters">Of the network.</param>
    /// <returns>
    /// Not below −<paramref name="reputation"/>. What is above an account's limit of gains (D43), or would rise above
    /// the greatest reputation, is cut off by the ledger.
    /// </returns>
    long AdjustmentOf(CongruenceVerdict verdict, long reputation, ProtocolParameters parameters);
}

/// <summary>
/// Whether an account that does not stand in genesis counts for stake at all. A pure function: every node must come to
/// the same.
/// </summary>
public interface IAdmissionRule
{
    /// <summary>Part of genesis: two rules must not share a name. 1..64 bytes of UTF-8.</summary>
    string Name { get; }

    /// <summary>Whether an account has entered: minimum stake, cap and age are looked at behind it.</summary>
    /// <param name="account">It is registered, and not of genesis.</param>
    /// <param name="round">In which it would weigh.</param>
    /// <param name="parameters">Of the network.</param>
    bool HasEntered(in Entrant account, Round round, ProtocolParameters parameters);
}

/// <summary>What agreed state says of an account that may enter.</summary>
/// <param name="RegisteredRound">The round whose block registered its keys, 1 and up.</param>
/// <param name="HasCongruentReview">Whether a block holds a congruent review of it without flags.</param>
/// <param name="Reputation">R, 0 and up.</param>
/// <param name="Balance">Units of money.</param>
/// <param name="Sponsor">Who has admitted it (D41); null: nobody had to.</param>
public readonly record struct Entrant(
    Round RegisteredRound, bool HasCongruentReview, long Reputation, ulong Balance, PublicKey? Sponsor);
