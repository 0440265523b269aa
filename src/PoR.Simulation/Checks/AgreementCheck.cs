using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Core.Agreement;

namespace PoR.Simulation.Checks;

/// <summary>
/// I1: no two honest nodes decide different blocks for one round. While messages may be late, a block and the empty one
/// of the same parent may both be certified: such a fork is counted (D14). Two different non-empty blocks are always a
/// violation, and so is any fork while messages arrive in time.
/// </summary>
/// <param name="isNetworkSynchronous">
/// Whether no cut was near the present, or the engine promises that nothing forks even then.
/// </param>
/// <param name="decidable">The rounds that a node may still decide.</param>
/// <remarks>Blocks on different parents of a round stand for a fork of an earlier round, which was seen then.</remarks>
public sealed class AgreementCheck(Func<bool> isNetworkSynchronous, DecidableRounds decidable) : IInvariantCheck
{
    private readonly RoundMemory<Dictionary<BlockDigest, Decided>> _decided = new(decidable);

    /// <inheritdoc/>
    public string Name => "I1";

    /// <summary>Rounds and parents of which a block and the empty block were certified.</summary>
    public int Forks { get; private set; }

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact.Decided is not { } decision)
            return 0;
        See(fact.Node, decision, report);
        return 1;
    }

    private void See(NodeId node, Decision decision, Action<long, string> report)
    {
        var (round, parent, block) = decision;
        if (_decided.Of(round) is not { } ofRound)
            return;
        var before = ofRound.GetValueOrDefault(parent);
        if (block is { } mine && before.Block is { } theirs && mine != theirs)
            report(round.Number, $"{node} decided block {mine}, {before.By} decided {theirs}.");
        var after = before.Block is null && block is not null
            ? before with { Block = block, By = node }
            : before with { Empty = before.Empty || block is null };
        ofRound[parent] = after;
        if (after is not { Block: not null, Empty: true } || after == before)
            return;
        Forks++;
        if (isNetworkSynchronous())
            report(
                round.Number,
                $"A block and the empty block are decided, {node} is the first to differ, without a cut.");
    }

    /// <summary>What was decided on one parent.</summary>
    /// <param name="Block">The first block; null: none yet.</param>
    /// <param name="By">Who was the first to decide it.</param>
    /// <param name="Empty">Whether the empty block was decided.</param>
    private readonly record struct Decided(BlockDigest? Block, NodeId By, bool Empty);
}
