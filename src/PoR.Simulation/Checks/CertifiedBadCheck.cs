using PoR.Actors.Messages;

namespace PoR.Simulation.Checks;

/// <summary>I13: no node holds the certificate of a block that its own re-evaluation found bad.</summary>
public sealed class CertifiedBadCheck : IInvariantCheck
{
    /// <inheritdoc/>
    public string Name => "I13";

    /// <inheritdoc/>
    public int See(Fact fact, Action<long, string> report)
    {
        if (fact is Fact.CertifiedButBad bad)
            report(
                bad.Round.Number,
                $"{bad.Node} holds the certificate of block {bad.Block}, which its own re-evaluation found bad.");
        return fact is Fact.BlockReEvaluated or Fact.CertifiedButBad ? 1 : 0;
    }
}
