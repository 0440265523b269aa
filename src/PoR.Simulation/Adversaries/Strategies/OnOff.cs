namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Behaves until an account has a reputation, then strikes: it writes one review whose rating says the opposite of its
/// text. Then it behaves again.
/// </summary>
/// <param name="reputation">At which it strikes, above zero.</param>
public sealed class OnOff(int reputation) : Scribe
{
    /// <summary>Where none is given.</summary>
    public const int UsualReputation = 14;

    /// <inheritdoc/>
    protected override void Write(HostileNode me, HostileAuthor author)
    {
        ArgumentNullException.ThrowIfNull(me);
        ArgumentNullException.ThrowIfNull(author);
        var now = (long)me.Now.TotalMilliseconds;
        if (!author.IsFree(me.Chain, now))
            return; // Its last review waits, or was a moment ago.
        var behaves = me.Chain.State.FindAccount(author.Key)!.Reputation < reputation;
        me.Submit(author.Sign(author.MakeUp(behaves), me.Chain, now));
    }
}
