using PoR.Core.Identities;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Behaves until an account has a reputation, then strikes: it writes one review whose rating says the opposite of its
/// text. Then it behaves again.
/// </summary>
/// <param name="reputation">At which it strikes, above zero.</param>
public sealed class OnOff(int reputation) : Adversary
{
    /// <summary>Where none is given.</summary>
    public const int UsualReputation = 14;

    private readonly Dictionary<PublicKey, (HostileAuthor Author, long WroteAtMs)> _authors = [];

    /// <inheritdoc/>
    public override bool WritesItself => true;

    /// <inheritdoc/>
    public override void See(HostileNode me, SeenFact seen)
    {
        if (!IsRoundStart(me, seen))
            return;
        var (state, now) = (me.Chain.State, (long)me.Now.TotalMilliseconds);
        foreach (var participant in me.Participants)
        {
            if (!_authors.TryGetValue(participant, out var known))
                known = (new HostileAuthor(me.SignerOf(participant)), long.MinValue / 2);
            var (author, wroteAt) = known;
            if (state.FindAccount(participant) is not { } account || account.LastSequence != author.Sequence
                || now - wroteAt < state.Parameters.Behaviour.HonestIntervalMs)
                continue; // Its last review waits, or was a moment ago.
            me.Submit(author.Sign(author.MakeUp(isCongruent: account.Reputation < reputation), me.Chain, now));
            _authors[participant] = (author, now);
        }
    }
}
