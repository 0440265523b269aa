using PoR.Actors.Messages;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Simulation.Checks;

/// <summary>I7: an honest participant signs at most one message of a round and step, on whatever branch.</summary>
/// <param name="decidable">The rounds in which a node may still speak.</param>
public sealed class DoubleVoteCheck(DecidableRounds decidable) : IInvariantCheck
{
    private readonly RoundMemory<Dictionary<(PublicKey Sender, Step Step), Digest>> _signed = new(decidable);

    /// <inheritdoc/>
    public string Name => "I7";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not Fact.BallotSigned { Vote: { Ballot: var ballot, Digest: var digest } })
            return 0;
        if (_signed.Of(ballot.Round) is not { } ofRound)
            return 0;
        if (!ofRound.TryAdd((ballot.Sender, ballot.Step), digest) && ofRound[(ballot.Sender, ballot.Step)] != digest)
            report(ballot.Round.Number, $"Participant {ballot.Sender} signed two messages of step {ballot.Step}.");
        return 1;
    }
}
