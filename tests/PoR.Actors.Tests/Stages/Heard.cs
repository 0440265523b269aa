namespace PoR.Actors.Tests.Stages;

/// <summary>What a neighbour heard.</summary>
/// <param name="By">The neighbour's name, a peer's number where it is another peer, or a participant's key.</param>
/// <param name="At">Virtual time.</param>
/// <param name="Message">What.</param>
internal sealed record Heard(string By, TimeSpan At, object Message);
