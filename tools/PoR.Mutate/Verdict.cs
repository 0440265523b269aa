namespace PoR.Mutate;

/// <summary>What became of a mutant.</summary>
/// <param name="Mutant">The mutant.</param>
/// <param name="KilledBy">The test that failed, or the crash or hang that ended them; null when all passed.</param>
/// <param name="Fault">Why the mutant could not be tried, or null.</param>
internal sealed record Verdict(Mutant Mutant, string? KilledBy, string? Fault)
{
    /// <summary>Whether the list is right about the mutant: it was killed, or it is equivalent and lives.</summary>
    public bool IsGood => Fault is null && KilledBy is null == Mutant.Equivalent is not null;

    /// <summary>The verdict in a few words.</summary>
    public override string ToString() =>
        Fault is not null ? "cannot be tried: " + Fault
        : KilledBy is null ? (Mutant.Equivalent is null ? "SURVIVES" : "lives, being equivalent")
        : Mutant.Equivalent is null ? "killed by " + KilledBy
        : "called equivalent, but KILLED BY " + KilledBy;
}
