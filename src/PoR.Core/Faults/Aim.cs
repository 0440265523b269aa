using PoR.Core.Rounds;

namespace PoR.Core.Faults;

/// <summary>A moment that a run itself has to show: a fault that is aimed begins there.</summary>
/// <param name="Round">Of which round, 1 and up.</param>
/// <param name="Moment">What happens.</param>
/// <param name="Step">In which step; 1 where the moment has only one.</param>
public sealed record Aim(Round Round, AimedMoment Moment, Step Step);

/// <summary>What happens at an aimed moment, and to whom first.</summary>
public enum AimedMoment
{
    /// <summary>Half of the nodes have the block that the round's leader proposes.</summary>
    Proposal,

    /// <summary>The first node has a quorum of a step.</summary>
    Quorum,

    /// <summary>The first vote of a step is half-way stored.</summary>
    Storing,
}

/// <summary>A node that a run itself has to show.</summary>
public enum AimedNode
{
    /// <summary>That of the leader of the aimed round, or of the round in which the fault begins.</summary>
    Leader,

    /// <summary>The node to which the aimed moment comes first.</summary>
    First,
}
