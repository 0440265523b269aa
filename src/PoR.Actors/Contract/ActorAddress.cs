namespace PoR.Actors.Contract;

/// <summary>
/// The location-free name of an actor. The same address always means the same actor, whether it
/// runs, is passivated, or moved.
/// </summary>
/// <param name="Kind">The kind that was registered with the host; not empty.</param>
/// <param name="Key">Which one of the kind; not empty.</param>
public readonly record struct ActorAddress(string Kind, string Key) : IComparable<ActorAddress>
{
    /// <summary>
    /// The sender of what comes from outside (<see cref="IHost.Tell"/>). Nothing can be sent to it.
    /// </summary>
    public static ActorAddress Outside { get; } = new("outside", "0");

    /// <summary>Ordinal order, by kind and then by key; the same in every culture.</summary>
    /// <param name="other">The address to compare with.</param>
    /// <returns>Negative, zero or positive as usual.</returns>
    public int CompareTo(ActorAddress other)
    {
        var byKind = string.CompareOrdinal(Kind, other.Kind);
        return byKind != 0 ? byKind : string.CompareOrdinal(Key, other.Key);
    }

    /// <returns>"Kind/Key", which is also the actor's name in a journal.</returns>
    public override string ToString() => $"{Kind}/{Key}";
}
