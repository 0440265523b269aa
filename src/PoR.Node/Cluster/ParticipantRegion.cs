using System.Buffers.Binary;
using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Actors.Services;
using PoR.Core.Bytes;
using PoR.Core.Identities;

namespace PoR.Node.Cluster;

/// <summary>The participants of an operator as sharded entities: each lives on one member, which can die.</summary>
internal static class ParticipantRegion
{
    /// <summary>
    /// A member that joins gets so many of them at least, so that no member has much more than another.
    /// </summary>
    public const int ShardsPerMember = 10;

    private const string Name = "participant";
    private const int RebalancedMax = 20;
    private const double RebalancedShare = 0.5;

    /// <summary>Starts the member's part of the region.</summary>
    /// <param name="system">Of the member.</param>
    /// <param name="shards">How many shards the cluster has; every member must say the same.</param>
    /// <param name="peer">The member's peer, whom participants hear.</param>
    /// <param name="services">Of the peer.</param>
    /// <param name="keysOf">Opens a participant's keys; throws where it cannot.</param>
    /// <returns>Takes <see cref="ClusterMessage.Wake"/>.</returns>
    public static Task<IActorRef> StartAsync(
        ActorSystem system,
        int shards,
        PeerActors peer,
        NodeServices services,
        Func<PublicKey, ParticipantKeys> keysOf) => ClusterSharding.Get(system).StartAsync(
        Name,
        entity => PeerActor.PropsOfParticipant(peer, () => keysOf(KeyOf(entity)), services),
        ClusterShardingSettings.Create(system),
        new Extractor(shards),
        ShardAllocationStrategy.LeastShardAllocationStrategy(RebalancedMax, RebalancedShare),
        PoisonPill.Instance);

    /// <summary>
    /// The shard of a participant, 0 and up. It rests on the key alone, so that all members agree on it.
    /// </summary>
    public static int ShardOf(PublicKey key, int shards)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        key.Bytes.CopyTo(bytes);
        return (int)(BinaryPrimitives.ReadUInt32BigEndian(bytes) % (uint)shards);
    }

    private static PublicKey KeyOf(string entity) => new(Bytes32.Parse(entity));

    private sealed class Extractor(int shards) : IMessageExtractor
    {
        /// <inheritdoc/>
        public string? EntityId(object message) => (message as ClusterMessage.Wake)?.Participant.ToString();

        /// <inheritdoc/>
        public object EntityMessage(object message) => ParticipantMessage.Wake.Instance;

        /// <inheritdoc/>
        public string? ShardId(object message) => EntityId(message) is { } entity ? ShardId(entity, message) : null;

        /// <inheritdoc/>
        public string ShardId(string entityId, object? messageHint = null) =>
            ShardOf(KeyOf(entityId), shards).ToString(CultureInfo.InvariantCulture);
    }
}
