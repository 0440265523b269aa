using PoR.Actors.Contract;
using PoR.Consensus.Votes;

namespace PoR.Actors.Services;

/// <summary>What the check of a ticket has found.</summary>
public sealed record TicketChecked(TicketVerdict Verdict) : IMessage;
