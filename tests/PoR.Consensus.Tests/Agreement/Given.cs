using System.Buffers.Binary;
using PoR.Consensus.Agreement;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;

namespace PoR.Consensus.Tests.Agreement;

/// <summary>Votes, tickets and values of small numbers, made without keys.</summary>
internal static class Given
{
    public const long Lambda = 2_000;
    public const long BigLambda = 10_000;

    /// <summary>More than any test has.</summary>
    public const int Members = 1_000;

    public static readonly Round Round = new(7);
    public static readonly BlockDigest Parent = new(Bytes(0xFEED));

    /// <summary>λ = 2 s, Λ = 10 s, evaluation takes no time, step 4 waits from its own start (the paper).</summary>
    public static readonly TimingRules Timing = TimingRules.Of(new ProtocolParameters
    {
        SmallLambdaMs = Lambda,
        BigLambdaMs = BigLambda,
        LeaderEvaluationMs = 0,
        VerifierEvaluationMs = 0,
        IsBbaStartFixed = false,
    });

    public static Bytes32 Bytes(ulong number, ulong high = 0)
    {
        var bytes = new byte[32];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, high);
        BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(24), number);
        return new Bytes32(bytes);
    }

    public static PublicKey Key(int number) => new(Bytes((ulong)number));

    public static CredentialRank Rank(ulong number, ulong high = 0) => new(Bytes(number, high));

    /// <summary>A block of a leader; the leader is told by the value, the digest by both.</summary>
    public static BlockValue Block(int leader, int version = 0) =>
        new(new BlockDigest(Bytes((ulong)version, (ulong)leader + 1)), Key(leader));

    public static Ticket Ticket(int sender, ulong rank, Round? round = null, BlockDigest? parent = null) =>
        new(
            new LeaderTicket(default, round ?? Round, parent ?? Parent, Key(sender), default, default),
            seats: 1,
            Rank(rank),
            default);

    public static Vote Vote(
        int sender,
        int step,
        BlockValue? value,
        byte? bit = null,
        long seats = 1,
        CredentialRank rank = default,
        BlockValue? noConfidence = null,
        Round? round = null,
        VrfProof credential = default)
    {
        var ballot = new Ballot(
            default, round ?? Round, new Step(step), Parent, Key(sender), value, bit, noConfidence, credential);
        return new Vote(new UnverifiedVote(ballot, new OneTimeSignature(default, [])), sender, seats, rank);
    }

    public static StepTally Tally(int step, long threshold = 7, long? noConfidence = null) =>
        new(Round, Parent, new Step(step), threshold, noConfidence ?? threshold, BitRules.Default, Members);

    public static TallySummary Summary(int step) => new(Round, Parent, new Step(step));

    public static RoundMachine Machine(BitRules? bits = null, TimingRules? timing = null) =>
        new(Round, Parent, timing ?? Timing, bits ?? BitRules.Default);

    public static RoundTimer Timer(RoundTimerKind kind, int step) => new(Round, Parent, kind, new Step(step));

    public static Certificate Certificate(BlockValue value, int step, Round? round = null) =>
        new(round ?? Round, Parent, value.Block, new Step(step), Ticket(0, 1).Message, []);
}
