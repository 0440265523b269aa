using PoR.Core.Transactions;

namespace PoR.Simulation.Runs;

/// <summary>A review that somebody will write during a run.</summary>
/// <param name="Reviewer">Names the author, so that the same one writes all of them; null: whoever is free.</param>
/// <param name="Subject">What is reviewed.</param>
/// <param name="Category">The kind of thing it is; empty when not known.</param>
/// <param name="Note">The text.</param>
/// <param name="Rate">The rating.</param>
public sealed record ReviewDraft(string? Reviewer, string Subject, string Category, ReviewNote Note, Rating Rate);
