using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Simulation.Adversaries.Strategies;

/// <summary>
/// Free accounts without end: so many ask in with each tenth round, and its own participants write as often as they
/// may. Where newcomers need a sponsor, each right that it draws admits one of them.
/// </summary>
/// <param name="accounts">In ten rounds, above zero; null: a quarter of those of genesis.</param>
public sealed class Sybil(int? accounts) : Recruiter
{
    private const int WaveRounds = 10;
    private const int QuarterOf = 4;

    private readonly Dictionary<PublicKey, HostileAuthor> _own = [];

    /// <inheritdoc/>
    public override bool WritesItself => true;

    /// <inheritdoc/>
    public override void See(HostileNode me, SeenFact seen)
    {
        base.See(me, seen);
        if (!IsRoundStart(me, seen))
            return;
        foreach (var participant in me.Participants)
        {
            if (!_own.TryGetValue(participant, out var author))
                _own.Add(participant, author = new HostileAuthor(me.SignerOf(participant)));
            WriteIfFree(me, author);
        }
    }

    /// <inheritdoc/>
    protected override void Begin(HostileNode me, Round round)
    {
        ArgumentNullException.ThrowIfNull(me);
        base.Begin(me, round);
        if (round.Number % WaveRounds == 1)
            AskIn(me, accounts ?? Math.Max(1, me.GenesisAccounts / QuarterOf));
    }
}
