using System.Collections.Immutable;
using Akka.Actor;
using AkkaSimulation;
using PoR.Actors.Peers;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;

namespace PoR.Actors.Services;

/// <summary>What the check of a vote has found.</summary>
/// <param name="Vote">The vote.</param>
/// <param name="Verdict">Accepted, or the fault.</param>
public sealed record VoteChecked(UnverifiedVote Vote, VoteVerdict Verdict);

/// <summary>What the check of several votes of one step has found.</summary>
/// <param name="Checks">Of each vote, in the order in which they came.</param>
public sealed record VotesChecked(ImmutableArray<VoteChecked> Checks);

/// <summary>What the check of a ticket has found.</summary>
/// <param name="Ticket">The ticket.</param>
/// <param name="Verdict">Accepted, or the fault.</param>
public sealed record TicketChecked(LeaderTicket Ticket, TicketVerdict Verdict);

/// <summary>Checks of what peers say, done outside the actor.</summary>
internal static class PeerWork
{
    /// <summary>Has a vote's credential and signature checked; answered by <see cref="VoteChecked"/>.</summary>
    public static void Check(
        this IActorContext context, NodeServices services, UnverifiedVote vote, CommitteeView view) =>
        context.Work(
            services, WorkPart.Checks, () => services.Checks.Check(vote, view), services.Costs.Verify,
            services.Checks.Knows(vote));

    /// <summary>
    /// Has votes of one step checked at the same time; a committee hears of it by <see cref="VotesChecked"/>.
    /// </summary>
    /// <returns>The check.</returns>
    public static OffloadedWork Check(
        this IActorContext context,
        NodeServices services,
        UnverifiedVote[] votes,
        CommitteeView view,
        IActorRef committee) =>
        context.System.OffloadTo(
            committee,
            services.Measured(WorkPart.Checks, () => services.Checks.Check(votes, view)),
            services.Costs.Verify,
            isQuick: services.Checks.Knows(votes));

    /// <summary>Has a leader's credential and seed proof checked; answered by <see cref="TicketChecked"/>.</summary>
    public static void Check(
        this IActorContext context, NodeServices services, LeaderTicket ticket, CommitteeView view) =>
        context.Work(
            services, WorkPart.Checks, () => new TicketChecked(ticket, services.Checks.Check(ticket, view)),
            services.Costs.Verify);
}
