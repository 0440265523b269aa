namespace PoR.Actors.Services;

/// <summary>What a peer's processor time goes to, apart from its actors' turns.</summary>
public enum WorkPart
{
    /// <summary>Drawing lots: the VRF of each participant in each step.</summary>
    Lots,

    /// <summary>Checking signatures and credentials: of votes, tickets, certificates and transactions.</summary>
    Checks,

    /// <summary>Making and running blocks, with the scores of their texts.</summary>
    Evaluation,

    /// <summary>Journal, snapshots and tables for queries.</summary>
    Storage,

    /// <summary>Links to other peers: frames, their encryption and decoding.</summary>
    Links,
}

/// <summary>Takes the processor time of work; for reports, and nothing in the protocol depends on it.</summary>
public interface IWorkMeter
{
    /// <summary>Does work, and counts what it took.</summary>
    T Measure<T>(WorkPart part, Func<T> work);
}
