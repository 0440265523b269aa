using PoR.Core.Rounds;

namespace PoR.Consensus.Agreement;

/// <summary>
/// Which steps of an open round can still change what a peer does (D10). A round that a cut holds open for hours
/// reaches thousands of steps. These rules bound what is repeated, counted and kept of it.
/// </summary>
/// <remarks>
/// A node that opens the round late needs the messages of steps 1 to 5. In the loop that follows, a node acts on votes
/// of the step before its own, so the latest loop is enough for a peer that is at most a loop behind. A peer farther
/// behind would never reach the same step, since all nodes wait equally long in each. So it leaves out the steps
/// between (<see cref="FarAhead"/>), and does not need older votes.
/// </remarks>
public static class StepWindow
{
    /// <summary>Steps from 5 on repeat by threes.</summary>
    public const int Loop = 3;

    /// <summary>
    /// A node that is this many steps behind, two loops, leaves out the steps between. While delays stay within λ
    /// honest nodes are never so far apart: a node leaves a step early only with a quorum, and three such steps end the
    /// round.
    /// </summary>
    public const int FarAhead = 2 * Loop;

    /// <summary>
    /// Steps are left out only by a node that has come so far by itself. An adversary that finds a far step in which
    /// it has many seats can so hold up only a round that has failed already.
    /// </summary>
    public static Step LeavesOutFrom => new(Step.BlockDecision.Number + Loop);

    /// <summary>Whether what a node said in a step is said again.</summary>
    /// <param name="step">Of the message.</param>
    /// <param name="latest">The latest step in which the speaker has spoken.</param>
    public static bool IsRepeated(Step step, Step latest) =>
        step <= Step.BlockDecision || step.Number > latest.Number - Loop;

    /// <summary>Whether a node still counts votes of a step: a peer a loop behind may not have spoken yet.</summary>
    /// <param name="step">Of the votes.</param>
    /// <param name="current">The step in which the node waits.</param>
    public static bool IsCounted(Step step, Step current) =>
        step <= Step.BlockDecision || step.Number >= current.Number - FarAhead;

    /// <summary>Whether a step is far ahead of a node, and the node may go there.</summary>
    /// <param name="step">A step in which others have spoken.</param>
    /// <param name="current">The step in which the node waits.</param>
    internal static bool IsFarAhead(Step step, Step current) =>
        current >= LeavesOutFrom && step.Number >= current.Number + FarAhead;
}
