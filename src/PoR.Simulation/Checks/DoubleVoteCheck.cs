using PoR.Actors.Messages;
using PoR.Core.Hashing;
using PoR.Core.Protocol;

namespace PoR.Simulation.Checks;

/// <summary>I7: an honest participant signs at most one message of a round and step, on whatever branch.</summary>
public sealed class DoubleVoteCheck : IInvariantCheck
{
    private const int RoundsKept = 100;

    private readonly SortedDictionary<Round, Dictionary<(PublicKey Sender, Step Step), Digest>> _signed = [];

    /// <inheritdoc/>
    public string Name => "I7";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is not Fact.BallotSigned { Vote: { Ballot: var ballot, Digest: var digest } })
            return 0;
        if (!_signed.TryGetValue(ballot.Round, out var ofRound))
        {
            _signed.Add(ballot.Round, ofRound = []);
            while (_signed.Count > RoundsKept)
                _signed.Remove(_signed.First().Key);
        }

        if (!ofRound.TryAdd((ballot.Sender, ballot.Step), digest) && ofRound[(ballot.Sender, ballot.Step)] != digest)
            report(ballot.Round.Number, $"Participant {ballot.Sender} signed two messages of step {ballot.Step}.");
        return 1;
    }
}
