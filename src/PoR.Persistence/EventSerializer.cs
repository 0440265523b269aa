using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using PoR.Actors.Ledgers;
using PoR.Actors.Participants;
using PoR.Core.Canonical;

namespace PoR.Persistence;

/// <summary>
/// Events as they are stored: canonical bytes under a manifest. No name of a type is ever stored. A changed form gets a
/// new manifest, and the old one stays readable.
/// </summary>
/// <param name="system">Akka's.</param>
public sealed class EventSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>The number that rows of the journal name it by.</summary>
    public const int Number = 9101;

    /// <summary>The manifest of <see cref="ParticipantEvent.BallotSigned"/>.</summary>
    public const string BallotSigned = "ballot-signed/1";

    /// <summary>The manifest of <see cref="ParticipantEvent.KeysMoved"/>.</summary>
    public const string KeysMoved = "keys-moved/1";

    /// <summary>The manifest of <see cref="LedgerEvent.BlockCertified"/>.</summary>
    public const string BlockCertified = "block-certified/1";

    /// <inheritdoc/>
    public override int Identifier => Number;

    /// <inheritdoc/>
    public override string Manifest(object o) => o switch
    {
        ParticipantEvent.BallotSigned => BallotSigned,
        ParticipantEvent.KeysMoved => KeysMoved,
        LedgerEvent.BlockCertified => BlockCertified,
        _ => throw new ArgumentException($"{o.GetType()} is not an event of ours.", nameof(o)),
    };

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => obj switch
    {
        ParticipantEvent.BallotSigned e => CanonicalBytes.Of(e),
        ParticipantEvent.KeysMoved e => CanonicalBytes.Of(e),
        LedgerEvent.BlockCertified e => CanonicalBytes.Of(e.Block),
        _ => throw new ArgumentException($"{obj.GetType()} is not an event of ours.", nameof(obj)),
    };

    /// <inheritdoc/>
    /// <exception cref="SerializationException">The manifest is unknown, or the bytes are at fault.</exception>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        string? fault;
        object? read = manifest switch
        {
            BallotSigned => CanonicalBytes.Decode<ParticipantEvent.BallotSigned>(bytes, out fault),
            KeysMoved => CanonicalBytes.Decode<ParticipantEvent.KeysMoved>(bytes, out fault),
            BlockCertified => CanonicalBytes.Decode<Core.Agreement.CertifiedBlock>(bytes, out fault) is { } block
                ? new LedgerEvent.BlockCertified(block)
                : null,
            _ => throw new SerializationException(
                $"No event has the manifest \"{manifest}\"; known are \"{BallotSigned}\", \"{KeysMoved}\" and "
                + $"\"{BlockCertified}\"."),
        };
        return read ?? throw new SerializationException($"A stored event \"{manifest}\" cannot be read: {fault}");
    }
}
