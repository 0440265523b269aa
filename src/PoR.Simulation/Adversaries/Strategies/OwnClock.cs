using PoR.Core.Identities;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Farms by its own clock: its participants write ten congruent reviews in each round, dated as far apart as honest
/// authors write, whatever the time.
/// </summary>
public sealed class OwnClock : Adversary
{
    private const int ReviewsPerRound = 10;

    private readonly Dictionary<PublicKey, HostileAuthor> _authors = [];

    /// <inheritdoc/>
    public override bool WritesItself => true;

    /// <inheritdoc/>
    public override void See(HostileNode me, SeenFact seen)
    {
        if (!IsRoundStart(me, seen))
            return;
        foreach (var participant in me.Participants)
        {
            if (!_authors.TryGetValue(participant, out var author))
                _authors.Add(participant, author = new HostileAuthor(me.SignerOf(participant)));
            for (var i = 0; i < ReviewsPerRound; i++)
                me.Submit(author.Sign(
                    author.MakeUp(isCongruent: true), me.Chain, author.NextTimeOn(me.Chain)));
        }
    }
}
