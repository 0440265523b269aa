namespace PoR.Hosting.Network;

/// <summary>A letter at the moment at which it leaves its actor for another node.</summary>
/// <param name="From">The sending node.</param>
/// <param name="To">The receiving node, another one.</param>
/// <param name="Bytes">Length on the wire.</param>
/// <param name="IsUrgent">Whether it goes before bulk on the uplink.</param>
/// <param name="SentAt">The run clock.</param>
public readonly record struct Crossing(int From, int To, int Bytes, bool IsUrgent, TimeSpan SentAt);
