using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Rounds;

namespace PoR.Actors.Messages;

/// <summary>What a peer has seen of a round, as bytes: for observers outside its process, such as reports.</summary>
/// <param name="At">When, by the peer's clock.</param>
/// <param name="Kind">What.</param>
/// <param name="Round">r.</param>
/// <param name="Step">s; of no meaning where the kind has no step.</param>
/// <param name="Block">With <see cref="RecordedKind.BlockCertified"/> alone.</param>
public sealed record RecordedFact(Timestamp At, RecordedKind Kind, Round Round, Step Step, CertifiedBlock? Block)
    : ICanonical<RecordedFact>
{
    /// <summary>The record of a fact; null where reports need none.</summary>
    /// <param name="at">When it was seen.</param>
    /// <param name="fact">Of one peer.</param>
    public static RecordedFact? Of(Timestamp at, Fact fact) => fact switch
    {
        Fact.RoundStarted { Round: var round } => new(at, RecordedKind.RoundStarted, round, default, null),
        Fact.StepEntered { Round: var round, Step: var step } => new(at, RecordedKind.StepEntered, round, step, null),
        Fact.QuorumSeen { Round: var round, Step: var step } => new(at, RecordedKind.QuorumSeen, round, step, null),
        Fact.BallotSigned { Vote.Ballot: { Round: var round, Step: var step } } =>
            new(at, RecordedKind.BallotSigned, round, step, null),
        Fact.RoundDecided { Round: var round } => new(at, RecordedKind.RoundDecided, round, default, null),
        Fact.BlockCertified { Block: var block, Certificate: var certificate } => new(
            at, RecordedKind.BlockCertified, block.Header.Round, certificate.Step,
            new CertifiedBlock(block, certificate)),
        _ => null,
    };

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int64(At.Milliseconds);
        writer.Byte((byte)Kind);
        writer.Int64(Round.Number);
        writer.Int32(Step.Number);
        writer.Optional(Block);
    }

    /// <inheritdoc/>
    public static RecordedFact? Read(ref CanonicalReader reader)
    {
        var (at, kind) = (new Timestamp(reader.Int64()), (RecordedKind)reader.Byte());
        var fact = new RecordedFact(
            at, kind, new Round(reader.Int64()), new Step(reader.Int32()), reader.Optional<CertifiedBlock>());
        if (!Enum.IsDefined(kind))
            reader.Fail($"{(byte)kind} is no kind of a fact.");
        else if (kind == RecordedKind.BlockCertified != fact.Block is not null)
            reader.Fail("a block belongs to the fact that it is certified, and to no other.");
        return reader.Fault is null ? fact : null;
    }
}

/// <summary>What was seen.</summary>
public enum RecordedKind : byte
{
    /// <summary><see cref="Fact.RoundStarted"/>.</summary>
    RoundStarted = 1,

    /// <summary><see cref="Fact.StepEntered"/>.</summary>
    StepEntered = 2,

    /// <summary><see cref="Fact.QuorumSeen"/>.</summary>
    QuorumSeen = 3,

    /// <summary><see cref="Fact.BallotSigned"/>.</summary>
    BallotSigned = 4,

    /// <summary><see cref="Fact.RoundDecided"/>.</summary>
    RoundDecided = 5,

    /// <summary><see cref="Fact.BlockCertified"/>.</summary>
    BlockCertified = 6,
}
