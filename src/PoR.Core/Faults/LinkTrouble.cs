namespace PoR.Core.Faults;

/// <summary>A fault of links that is no cut.</summary>
/// <param name="Effect">What it does to messages.</param>
/// <param name="Of">Of the links of these nodes, in both directions; of their uplinks where the effect says so.</param>
/// <param name="Start">When it begins, by the run's clock.</param>
/// <param name="Length">How long it lasts, above zero.</param>
public sealed record LinkTrouble(LinkEffect Effect, NodeSet Of, TimeSpan Start, TimeSpan Length)
    : LinkFault(Start, Length)
{
    /// <inheritdoc/>
    public override AimedNode? AimedNode => (Of as NodeSet.Aimed)?.Node;

    /// <inheritdoc/>
    public override string? FaultIn(int nodes) => Of.FaultIn(nodes);

    /// <inheritdoc/>
    private protected override Fault Befalling(int node) => this with { Of = new NodeSet.Numbers([node]) };
}

/// <summary>What a fault does to messages. Closed: every case is nested here.</summary>
public abstract record LinkEffect
{
    private LinkEffect()
    {
    }

    /// <summary>They are lost by chance.</summary>
    /// <param name="PerMillion">How many of a million, 1..1,000,000.</param>
    public sealed record Loss(int PerMillion) : LinkEffect;

    /// <summary>They take longer.</summary>
    /// <param name="By">So much, above zero.</param>
    public sealed record Delay(TimeSpan By) : LinkEffect;

    /// <summary>They take several times as long. Only a simulation knows how long one takes.</summary>
    /// <param name="Times">2 and up.</param>
    public sealed record Slowdown(int Times) : LinkEffect;

    /// <summary>They come a second time by chance.</summary>
    /// <param name="PerMillion">How many of a million, 1..1,000,000.</param>
    /// <param name="Within">The second comes less than this later, above zero.</param>
    public sealed record Duplication(int PerMillion, TimeSpan Within) : LinkEffect;

    /// <summary>Each is held back for a time that is drawn, so that later ones overtake it.</summary>
    /// <param name="Within">Less than this, above zero.</param>
    public sealed record Reordering(TimeSpan Within) : LinkEffect;

    /// <summary>One bit is turned by chance.</summary>
    /// <param name="PerMillion">Of how many of a million, 1..1,000,000.</param>
    public sealed record Damage(int PerMillion) : LinkEffect;

    /// <summary>The uplinks of the nodes carry less.</summary>
    /// <param name="BitsPerSecond">Of each, 1 and up.</param>
    public sealed record Bandwidth(long BitsPerSecond) : LinkEffect;

    /// <summary>A link holds so many on their way; one more is lost.</summary>
    /// <param name="Messages">1 and up.</param>
    public sealed record Capacity(int Messages) : LinkEffect;
}
