namespace PoR.Core.Faults;

/// <summary>Something that goes wrong in a network on purpose, and when: a value.</summary>
/// <param name="Start">When it begins, by the run's clock.</param>
/// <param name="Length">How long it lasts, above zero.</param>
public abstract record Fault(TimeSpan Start, TimeSpan Length)
{
    /// <summary>Its name in messages and reports: the text that it was written as.</summary>
    public required string Text { get; init; }

    /// <summary>When it is over: the first moment at which it does nothing any more.</summary>
    public TimeSpan End => Start + Length;

    /// <summary>Not null: a rehearsal has to find its start, which counts for nothing until then.</summary>
    public Aim? Aim { get; init; }

    /// <summary>Not null: a rehearsal has to find the node that it befalls.</summary>
    public abstract AimedNode? AimedNode { get; }

    /// <summary>What a rehearsal has found, as a clause; null for a fault that is not aimed.</summary>
    public string? Found { get; init; }

    /// <summary>Whether its start or its node is still to be found.</summary>
    public bool IsOpen => Aim is not null || AimedNode is not null;

    /// <summary>The fault where it was aimed at.</summary>
    /// <param name="start">When it begins.</param>
    /// <param name="node">Which node it befalls, if it names none.</param>
    /// <param name="found">Both in words, as a clause.</param>
    public Fault At(TimeSpan start, int node, string found)
    {
        var placed = AimedNode is null ? this : Befalling(node);
        return placed with { Start = start, Aim = null, Found = found };
    }

    /// <summary>The fault as one of a single node.</summary>
    private protected abstract Fault Befalling(int node);

    /// <summary>Refuses a fault that is still open.</summary>
    /// <exception cref="ArgumentException">It is.</exception>
    public void RequirePlaced()
    {
        if (IsOpen)
            throw new ArgumentException($"No rehearsal has found where the fault '{Text}' is aimed at.");
    }

    /// <summary>Why it cannot be made of so many nodes, as a clause; null when it can.</summary>
    /// <param name="nodes">How many nodes there are, at least 1.</param>
    public abstract string? FaultIn(int nodes);
}

/// <summary>What befalls messages between peers: a simulation and running peers apply it alike.</summary>
/// <param name="Start">When it begins, by the run's clock.</param>
/// <param name="Length">How long it lasts, above zero.</param>
public abstract record LinkFault(TimeSpan Start, TimeSpan Length) : Fault(Start, Length)
{
    /// <summary>It comes and goes: there for so long, then gone for so long. Null: it stays.</summary>
    public Flapping? Flapping { get; init; }

    /// <summary>Whether it is there: from its start (inclusive) to its end (exclusive).</summary>
    /// <param name="time">By the run's clock.</param>
    public bool IsActive(TimeSpan time) => time >= Start && time < End && (Flapping?.IsOn(time - Start) ?? true);

    /// <summary>When it is gone next.</summary>
    /// <param name="time">A time at which it is active.</param>
    public TimeSpan ActiveUntil(TimeSpan time)
    {
        var off = Flapping is { } flapping ? Start + flapping.OffAfter(time - Start) : End;
        return off < End ? off : End;
    }
}

/// <summary>A fault comes and goes.</summary>
/// <param name="On">How long it is there, above zero.</param>
/// <param name="Off">How long it is gone, above zero.</param>
public sealed record Flapping(TimeSpan On, TimeSpan Off)
{
    /// <summary>Whether it is there so long after its start.</summary>
    internal bool IsOn(TimeSpan since) => since.Ticks % (On + Off).Ticks < On.Ticks;

    /// <summary>When it goes next, from its start on.</summary>
    internal TimeSpan OffAfter(TimeSpan since) =>
        TimeSpan.FromTicks(since.Ticks - (since.Ticks % (On + Off).Ticks)) + On;
}
