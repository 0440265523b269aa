using PoR.Core.Identities;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>Has its own participants write what it wants, at the start of each round.</summary>
public abstract class Scribe : Adversary
{
    private readonly Dictionary<PublicKey, HostileAuthor> _authors = [];

    /// <inheritdoc/>
    public sealed override bool WritesItself => true;

    /// <inheritdoc/>
    public sealed override void See(HostileNode me, SeenFact seen)
    {
        ArgumentNullException.ThrowIfNull(me);
        if (!IsRoundStart(me, seen))
            return;
        foreach (var participant in me.Participants)
        {
            if (!_authors.TryGetValue(participant, out var author))
                _authors.Add(participant, author = new HostileAuthor(me.SignerOf(participant)));
            Write(me, author);
        }
    }

    /// <summary>What one of them writes in a round.</summary>
    /// <param name="me">Where it lives.</param>
    /// <param name="author">Which.</param>
    protected abstract void Write(HostileNode me, HostileAuthor author);
}
