using System.Collections.Immutable;

namespace PoR.Reports.Results;

/// <summary>Who sat in the committees of a run.</summary>
/// <param name="Rounds">How many rounds were looked at, from round 1 on, whether they were decided or not.</param>
/// <param name="RoundsPerColumn">For how many of them one number of steps stands: 1, but in a long run.</param>
/// <param name="Participants">In descending order of reputation at the end.</param>
public sealed record CommitteeResult(long Rounds, int RoundsPerColumn, ImmutableArray<ParticipantSeats> Participants);

/// <summary>How often one participant sat in a committee.</summary>
/// <param name="Account">Its public key.</param>
/// <param name="Node">Where it lives, 0 and up.</param>
/// <param name="Reputation">At the end.</param>
/// <param name="Seats">With which it spoke in steps from 2 on.</param>
/// <param name="ExpectedSeats">
/// What sortition promises it in the mean, by its weight, in those of these steps to which its node came.
/// </param>
/// <param name="SeatsVariance">Of the same: the square of the standard deviation.</param>
/// <param name="Steps">In how many steps it spoke, for each column of rounds.</param>
/// <param name="Led">The rounds whose block is its own, in order.</param>
public sealed record ParticipantSeats(
    string Account,
    int Node,
    long Reputation,
    long Seats,
    double ExpectedSeats,
    double SeatsVariance,
    ImmutableArray<ushort> Steps,
    ImmutableArray<long> Led);
