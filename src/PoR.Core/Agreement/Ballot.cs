using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Core.Agreement;

/// <summary>What a member of SV^{r,s} says: everything that its one-time key signs (D26).</summary>
/// <param name="Network">The network.</param>
/// <param name="Round">r.</param>
/// <param name="Step">s. In step 1 the ballot is the proposer's signature of its own block.</param>
/// <param name="Parent">H(B^{r−1}).</param>
/// <param name="Sender">Who votes.</param>
/// <param name="Value">v, or null for ⊥.</param>
/// <param name="Bit">b: 0 or 1 from step 4 on, null before.</param>
/// <param name="NoConfidence">
/// In step 3 with ⊥: the block and leader that failed re-evaluation (PoR §5.2 step 3).
/// </param>
/// <param name="Credential">σ^{r,s}: VRF proof of (r, s, Q^{r−1}).</param>
public sealed record Ballot(
    NetworkId Network,
    Round Round,
    Step Step,
    BlockDigest Parent,
    PublicKey Sender,
    BlockValue? Value,
    byte? Bit,
    BlockValue? NoConfidence,
    VrfProof Credential)
    : ICanonical<Ballot>
{
    private const byte NoBit = 2;

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Fixed(Network.Bytes);
        writer.Int64(Round.Number);
        writer.Int32(Step.Number);
        writer.Fixed(Parent.Bytes);
        writer.Fixed(Sender.Bytes);
        writer.Optional(Value);
        writer.Byte(Bit ?? NoBit);
        writer.Optional(NoConfidence);
        writer.Fixed(Credential);
    }

    /// <inheritdoc/>
    public static Ballot? Read(ref CanonicalReader reader)
    {
        var network = new NetworkId(reader.Fixed32());
        var round = new Round(reader.Int64());
        var step = new Step(reader.Int32());
        var parent = new BlockDigest(reader.Fixed32());
        var sender = new PublicKey(reader.Fixed32());
        var value = reader.Optional<BlockValue>();
        var bit = reader.Byte();
        var noConfidence = reader.Optional<BlockValue>();
        var credential = reader.Proof();
        if (round.Number < 1 || step.Number < 1)
            reader.Fail("a round and a step must be 1 or more.");
        if (bit > NoBit)
            reader.Fail($"a bit must be 0, 1 or 2 for none, not {bit}.");
        return reader.Fault is not null
            ? null
            : new Ballot(
                network, round, step, parent, sender, value, bit == NoBit ? null : bit, noConfidence, credential);
    }
}
