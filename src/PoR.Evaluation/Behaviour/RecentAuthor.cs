using PoR.Core.Protocol;

namespace PoR.Evaluation.Behaviour;

/// <summary>Who reviewed a subject lately, and in a block of which time.</summary>
/// <param name="Author">The account.</param>
/// <param name="BlockTime">Of its last review of the subject.</param>
public readonly record struct RecentAuthor(PublicKey Author, Timestamp BlockTime);
