using System.Collections.Immutable;
using PoR.Actors.Ledgers;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Rounds;
using PoR.Core.Tests;
using PoR.Evaluation;
using PoR.Persistence;
using PoR.Simulation.Export;
using PoR.Wire.Tests;

namespace PoR.Campaigns.Fuzzing;

/// <summary>Journals, snapshots, chains and models: bytes that stand on disks and are carried about.</summary>
internal static class DecodersOfStores
{
    // A state has maps and views of its own, whatever it holds.
    private const int StateBytes = 512 * 1024;

    // Akka hands a serializer its system, which ours do not use.
    private static readonly EventSerializer s_events = new(null!);
    private static readonly SnapshotSerializer s_snapshots = new(null!);

    public static ImmutableArray<Decoder> All { get; } =
    [
        new Decoder(
            "stored event", 40_000, static bytes => DecodersOfPeers.StoredIn(s_events, bytes), [.. Events()]),
        new Decoder(
            "stored snapshot", 40_000, static bytes => DecodersOfPeers.StoredIn(s_snapshots, bytes), [.. Snapshots()])
        {
            BytesAtOnce = StateBytes,
        },
        new Decoder("ledger's snapshot, resealed", 20_000, LedgerIn, [LedgerContent()])
        {
            BytesAtOnce = StateBytes,
        },
        Decoders.Canonical(
            "recorded fact", 40_000,
            new RecordedFact(new(1), RecordedKind.RoundStarted, new Round(2), default, null),
            new RecordedFact(new(3), RecordedKind.BlockCertified, new Round(6), default, Certified)),
        Decoders.Canonical(
            "genesis file", 60_000, Samples.Genesis(), Samples.Genesis(Samples.Account(1), Samples.Account(2))),
        Decoders.Canonical("block file of a chain", 60_000, Certified, new CertifiedBlock(
            new Block(Samples.Header, [], [Samples.Contradiction, Samples.WrongCredential]),
            Samples.Certificate with { Ticket = null })),
        Decoders.Canonical("head file of a chain", 60_000, new ChainHead(
            Samples.Network, new Round(7), Samples.Block.Digest)),
        new Decoder("evaluation model, resealed", 20_000, ModelIn, [Model()]) { Holds = "a model scores any text" },
    ];

    private static CertifiedBlock Certified => new(Samples.Block, Samples.Certificate);

    private static IEnumerable<byte[]> Events() => new object[]
    {
        new ParticipantEvent.BallotSigned(Samples.Vote, Samples.Block),
        new ParticipantEvent.BallotSigned(Samples.Vote),
        new ParticipantEvent.KeysMoved(IsAway: true),
        new LedgerEvent.BlockCertified(Certified),
    }.Select(static stored => DecodersOfPeers.Stored(s_events, stored));

    private static IEnumerable<byte[]> Snapshots() => new object[]
    {
        new ParticipantState(new Round(6), Step.BbaStart, [new ParticipantEvent.BallotSigned(Samples.Vote)]),
        WireSamples.Snapshot,
    }.Select(static stored => DecodersOfPeers.Stored(s_snapshots, stored));

    private static byte[] LedgerContent()
    {
        var writer = new CanonicalWriter();
        writer.Value(WireSamples.Snapshot.Root);
        writer.Value(WireSamples.Snapshot.Places);
        return writer.ToArray();
    }

    /// <summary>Anybody can make the digest of a snapshot, so the decoder behind it must hold, too.</summary>
    private static Decoded LedgerIn(byte[] content)
    {
        var writer = new CanonicalWriter();
        writer.Bytes(content);
        writer.Fixed(DomainHash.Of(HashDomain.Snapshot, content).Bytes);
        return CanonicalBytes.Decode<LedgerSnapshot>(writer.WrittenSpan, out var fault) is { } snapshot
            ? new Decoded(null, CanonicalBytes.Of(snapshot)[sizeof(int)..^32])
            : new Decoded(fault);
    }

    private static byte[] Model()
    {
        var thresholds = Enumerable.Range(0, ModelFormat.Thresholds).ToArray();
        var weights = new sbyte[1 << ModelFormat.MinBits];
        weights.AsSpan().Fill(3);
        return ModelFormat.Write(
            ModelFormat.MinBits, ModelFormat.MinBits, bias: 5, offset: 7, thresholds, weights,
            new byte[1 << (ModelFormat.MinBits - 3)])[..^32];
    }

    private static Decoded ModelIn(byte[] content)
    {
        EvaluationModel model;
        try
        {
            model = EvaluationModel.Load([.. content, .. System.Security.Cryptography.SHA256.HashData(content)]);
        }
        catch (InvalidDataException refusal)
        {
            return new Decoded(refusal.Message);
        }

        Decoders.Require(model.Evaluate("Not good at all, or is it?"u8).Score <= 100, "a score is 0..100");
        return new Decoded(null);
    }
}
