using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using PoR.Actors.Ledgers;
using PoR.Actors.Participants;
using PoR.Core.Canonical;

namespace PoR.Persistence;

/// <summary>Snapshots as they are stored; the rules are those of <see cref="EventSerializer"/>.</summary>
/// <param name="system">Akka's.</param>
public sealed class SnapshotSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>The manifest of <see cref="ParticipantState"/>.</summary>
    public const string Participant = "participant/1";

    /// <summary>
    /// The manifest of <see cref="LedgerSnapshot"/>; one of older rules is not read, since no chain of theirs goes on.
    /// </summary>
    public const string Ledger = "ledger/6";

    /// <inheritdoc/>
    public override int Identifier => 9102;

    /// <inheritdoc/>
    public override string Manifest(object o) => o switch
    {
        ParticipantState => Participant,
        LedgerSnapshot => Ledger,
        _ => throw new ArgumentException($"{o.GetType()} is not a snapshot of ours.", nameof(o)),
    };

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => obj switch
    {
        ParticipantState state => CanonicalBytes.Of(state),
        LedgerSnapshot snapshot => CanonicalBytes.Of(snapshot),
        _ => throw new ArgumentException($"{obj.GetType()} is not a snapshot of ours.", nameof(obj)),
    };

    /// <inheritdoc/>
    /// <exception cref="SerializationException">The manifest is unknown, or the bytes are at fault.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        string? fault;
        object? read = manifest switch
        {
            Participant => CanonicalBytes.Decode<ParticipantState>(bytes, out fault),
            Ledger => CanonicalBytes.Decode<LedgerSnapshot>(bytes, out fault),
            _ => throw new SerializationException(
                $"No snapshot has the manifest \"{manifest}\"; known are \"{Participant}\" and \"{Ledger}\"."),
        };
        return read ?? throw new SerializationException($"A stored snapshot \"{manifest}\" cannot be read: {fault}");
    }
}
