namespace PoR.Reports.Results;

/// <summary>One step of one round over all honest nodes. Times are virtual seconds from the start of the run.</summary>
/// <param name="Step">s.</param>
/// <param name="FirstEnteredSeconds">When the first node's members spoke.</param>
/// <param name="LastEnteredSeconds">When the last node's members spoke.</param>
/// <param name="FirstQuorumSeconds">When the first node saw t_H equal votes; null when none did.</param>
/// <param name="LastQuorumSeconds">When the last node that saw t_H equal votes did.</param>
/// <param name="Ballots">Ballots signed in the step.</param>
public sealed record StepResult(
    int Step,
    double FirstEnteredSeconds,
    double LastEnteredSeconds,
    double? FirstQuorumSeconds,
    double? LastQuorumSeconds,
    int Ballots);
