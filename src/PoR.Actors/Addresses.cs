using System.Globalization;
using PoR.Actors.Contract;
using PoR.Core.Blocks;
using PoR.Core.Protocol;

namespace PoR.Actors;

/// <summary>The kinds of actors, and how each is addressed (design §3).</summary>
public static class Addresses
{
    /// <summary>One per participant, by public key.</summary>
    public const string ParticipantKind = "participant";

    /// <summary>One per node.</summary>
    public const string CoordinatorKind = "coordinator";

    /// <summary>One per node, round, step and branch.</summary>
    public const string CommitteeKind = "committee";

    /// <summary>One per node.</summary>
    public const string LedgerKind = "ledger";

    /// <summary>One per node.</summary>
    public const string MempoolKind = "mempool";

    /// <summary>One per node.</summary>
    public const string EvaluatorKind = "evaluator";

    /// <summary>One per node.</summary>
    public const string GossipKind = "gossip";

    /// <summary>What observers outside listen to: <see cref="Messages.Fact"/>.</summary>
    public static Topic Facts { get; } = new("facts");

    /// <summary>The participant with this public key.</summary>
    public static ActorAddress Participant(PublicKey key) => new(ParticipantKind, key.ToString());

    /// <summary>A node's coordinator of rounds.</summary>
    public static ActorAddress Coordinator(NodeId node) => new(CoordinatorKind, node.Key);

    /// <summary>A node's ledger.</summary>
    public static ActorAddress Ledger(NodeId node) => new(LedgerKind, node.Key);

    /// <summary>A node's pool of pending transactions and evidence.</summary>
    public static ActorAddress Mempool(NodeId node) => new(MempoolKind, node.Key);

    /// <summary>A node's evaluator of blocks.</summary>
    public static ActorAddress Evaluator(NodeId node) => new(EvaluatorKind, node.Key);

    /// <summary>A node's voice and ears.</summary>
    public static ActorAddress Gossip(NodeId node) => new(GossipKind, node.Key);

    /// <summary>A node's count of one step's votes on one branch.</summary>
    public static ActorAddress Committee(NodeId node, Round round, Step step, BlockDigest parent) =>
        new(CommitteeKind, string.Create(
            CultureInfo.InvariantCulture, $"{node.Index}/{round.Number}/{step.Number}/{parent}"));

    /// <summary>The node of an actor whose key begins with the node's number.</summary>
    public static int NodeOf(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return int.Parse(slash < 0 ? key : key.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
