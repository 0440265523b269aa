namespace PoR.Simulation.Networks;

/// <summary>A letter on its way, as a filter sees it. Times are ticks of the run clock.</summary>
/// <param name="From">The sending node.</param>
/// <param name="To">The receiving node.</param>
/// <param name="Bytes">Length on the wire.</param>
/// <param name="IsUrgent">Whether it went before bulk.</param>
/// <param name="DepartsAt">When its last bit leaves the sender's uplink.</param>
/// <param name="ArrivesAt">When it arrives if nothing befalls it.</param>
/// <param name="Number">How many letters went over this directed link before it.</param>
public readonly record struct Transit(
    int From, int To, int Bytes, bool IsUrgent, long DepartsAt, long ArrivesAt, uint Number);
