namespace PoR.Hosting.Network;

/// <summary>What the network does with a letter.</summary>
/// <param name="Delay">From sending to arrival, at least zero; meaningless when dropped.</param>
/// <param name="Cause">None when it arrives.</param>
public readonly record struct Passage(TimeSpan Delay, DropCause Cause = DropCause.None);
