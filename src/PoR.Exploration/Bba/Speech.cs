using System.Collections.Immutable;
using PoR.Consensus.Agreement;

namespace PoR.Exploration.Bba;

/// <summary>What one honest node hears, and what it then says, in one step of a path.</summary>
/// <param name="Node">Its number, from 0 on.</param>
/// <param name="Word">What it says; null when it ends the round and falls silent.</param>
/// <param name="HeardHonest">From which honest nodes it has heard the step before.</param>
/// <param name="HeardHostile">What it has heard of each hostile node: none, one or two words.</param>
/// <param name="IsAtDeadline">Whether its deadline passes first; else a quorum lets it speak.</param>
/// <param name="Verdict">What it found about the block of step 2's quorum; null when it verified none in time.</param>
/// <param name="IsUnsent">Whether it crashed before sending, so that nobody hears it in time.</param>
/// <param name="HasRestarted">Whether it crashed after storing the vote and has started again.</param>
internal sealed record Speech(
    int Node, int? Word, ImmutableArray<int> HeardHonest, ImmutableArray<ImmutableArray<int>> HeardHostile,
    bool IsAtDeadline, BlockVerdict? Verdict, bool IsUnsent, bool HasRestarted)
{
    /// <summary>Whether it ends the round by votes of an earlier step, of which the hostile ones come late.</summary>
    public bool IsLateEnd => Word is null && HeardHonest.IsEmpty;
}

/// <summary>What all honest nodes do in one step of a path.</summary>
/// <param name="Step">Its number; it goes on rising where states repeat.</param>
/// <param name="Speeches">Of the nodes that have not fallen silent before, in order.</param>
/// <param name="Endings">With what the round can end from now on.</param>
internal sealed record Scene(int Step, ImmutableArray<Speech> Speeches, Endings Endings);
