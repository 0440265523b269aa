namespace PoR.Actors.Services;

/// <summary>How long work takes on virtual time. In real time these values are not used.</summary>
public sealed record ModelledCosts
{
    /// <summary>Drawing a lot: one VRF evaluation, and a proof when selected.</summary>
    public TimeSpan Draw { get; init; } = TimeSpan.FromMicroseconds(200);

    /// <summary>Checking one vote, ticket or transaction.</summary>
    public TimeSpan Verify { get; init; } = TimeSpan.FromMicroseconds(250);

    /// <summary>Checking a whole certificate.</summary>
    public TimeSpan VerifyCertificate { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>Making or checking a block, apart from its transactions.</summary>
    public TimeSpan Block { get; init; } = TimeSpan.FromMilliseconds(2);

    /// <summary>Evaluating one transaction of a block.</summary>
    public TimeSpan Transaction { get; init; } = TimeSpan.FromMicroseconds(100);
}
