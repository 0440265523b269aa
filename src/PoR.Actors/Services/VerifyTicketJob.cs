using PoR.Actors.Contract;
using PoR.Core.Agreement;
using PoR.Core.Protocol;

namespace PoR.Actors.Services;

/// <summary>Checks a leader's credential and seed proof.</summary>
public sealed class VerifyTicketJob(NodeServices services, LeaderTicket ticket, CommitteeView view) : IJob
{
    /// <inheritdoc/>
    public TimeSpan VirtualDuration => services.Costs.Verify;

    /// <inheritdoc/>
    public IMessage Run() => new TicketChecked(services.Checks.Check(ticket, view));
}
