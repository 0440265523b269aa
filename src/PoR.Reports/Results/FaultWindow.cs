namespace PoR.Reports.Results;

/// <summary>A fault that was injected. Times are virtual seconds from the start of the run.</summary>
/// <param name="Label">As it was given, e.g. <c>halves@30s+60s</c>.</param>
/// <param name="StartSeconds">When it began.</param>
/// <param name="EndSeconds">When it ended.</param>
public sealed record FaultWindow(string Label, double StartSeconds, double EndSeconds);
