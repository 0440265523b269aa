using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using PoR.Actors.Ledgers;
using PoR.Actors.Participants;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Rounds;
using PoR.Core.Tests;
using PoR.Persistence;

namespace PoR.Wire.Tests;

/// <summary>Events and snapshots are stored under manifests, never under names of types.</summary>
public sealed class SerializerTests : IAsyncDisposable
{
    private readonly ExtendedActorSystem _system =
        (ExtendedActorSystem)ActorSystem.Create("stores", PersistenceConfiguration.Serializers);

    public static TheoryData<string, string> Stored => new()
    {
        { nameof(ParticipantEvent.BallotSigned), "ballot-signed/1" },
        { nameof(ParticipantEvent.KeysMoved), "keys-moved/1" },
        { nameof(LedgerEvent.BlockCertified), "block-certified/1" },
        { nameof(ParticipantState), "participant/1" },
        { nameof(LedgerSnapshot), "ledger/6" },
    };

    public async ValueTask DisposeAsync() => await _system.Terminate().WaitAsync(TimeSpan.FromSeconds(10));

    [Theory(DisplayName = "What is stored has its manifest and canonical bytes, and is read again")]
    [MemberData(nameof(Stored))]
    public void Stored_forms_are_ours(string name, string manifest)
    {
        var value = ValueOf(name);
        var serializer = Assert.IsAssignableFrom<SerializerWithStringManifest>(
            _system.Serialization.FindSerializerFor(value));
        Assert.Equal(manifest, serializer.Manifest(value));
        var bytes = serializer.ToBinary(value);
        Assert.Equal(BytesOf(value), bytes);
        var again = _system.Serialization.Deserialize(bytes, serializer.Identifier, manifest);
        Assert.Equal(bytes, serializer.ToBinary(again));
    }

    [Fact(DisplayName = "An unknown manifest, or bytes at fault, fail the recovery with the reason")]
    public void Damaged_rows_are_refused()
    {
        var events = new EventSerializer(_system);
        var bytes = events.ToBinary(ValueOf(nameof(ParticipantEvent.BallotSigned)));
        Assert.Contains("ballot-signed/2", Refused(() => events.FromBinary(bytes, "ballot-signed/2")));
        Assert.Contains("cannot be read", Refused(() => events.FromBinary(bytes[..^1], EventSerializer.BallotSigned)));
        var snapshots = new SnapshotSerializer(_system);
        Assert.Contains("participant/2", Refused(() => snapshots.FromBinary(bytes, "participant/2")));
        Assert.Contains("slot", Refused(() => snapshots.FromBinary([2, 12], SnapshotSerializer.Participant)));
    }

    [Fact(DisplayName = "No single damaged byte of a ledger's snapshot is taken for another state")]
    public void Damaged_snapshots_are_refused()
    {
        var snapshots = new SnapshotSerializer(_system);
        var bytes = snapshots.ToBinary(WireSamples.Snapshot);
        for (var i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= (byte)(1 << (i % 8));
            Refused(() => snapshots.FromBinary(damaged, SnapshotSerializer.Ledger));
        }
    }

    private static string Refused(Func<object> read) => Assert.Throws<SerializationException>(() => read()).Message;

    private static object ValueOf(string name) => name switch
    {
        nameof(ParticipantEvent.BallotSigned) => new ParticipantEvent.BallotSigned(Samples.Vote, Samples.Block),
        nameof(ParticipantEvent.KeysMoved) => new ParticipantEvent.KeysMoved(IsAway: true),
        nameof(LedgerEvent.BlockCertified) => new LedgerEvent.BlockCertified(
            new CertifiedBlock(Samples.Block, Samples.Certificate)),
        nameof(LedgerSnapshot) => WireSamples.Snapshot,
        _ => new ParticipantState(new Round(6), Step.BbaStart, [new ParticipantEvent.BallotSigned(Samples.Vote)]),
    };

    private static byte[] BytesOf(object value) => value switch
    {
        ParticipantEvent.BallotSigned signed => CanonicalBytes.Of(signed),
        ParticipantEvent.KeysMoved moved => CanonicalBytes.Of(moved),
        LedgerEvent.BlockCertified certified => CanonicalBytes.Of(certified.Block),
        LedgerSnapshot snapshot => CanonicalBytes.Of(snapshot),
        _ => CanonicalBytes.Of((ParticipantState)value),
    };
}
