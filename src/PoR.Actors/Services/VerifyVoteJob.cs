using PoR.Actors.Contract;
using PoR.Core.Agreement;
using PoR.Core.Protocol;

namespace PoR.Actors.Services;

/// <summary>Checks a vote's credential and signature.</summary>
public sealed class VerifyVoteJob(NodeServices services, UnverifiedVote vote, CommitteeView view) : IJob
{
    /// <inheritdoc/>
    public TimeSpan VirtualDuration => services.Costs.Verify;

    /// <inheritdoc/>
    public bool IsQuick => services.Checks.Knows(vote, view);

    /// <inheritdoc/>
    public IMessage Run() => services.Checks.Check(vote, view);
}
