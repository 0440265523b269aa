using System.Collections.Immutable;
using PoR.Configuration.Schema;

namespace PoR.Tool.Simulating;

/// <summary>What the user of <c>por simulate</c> has said, unchecked.</summary>
/// <param name="Profile">A built-in name or a file.</param>
/// <param name="Overrides">Options that stand for a key each; those of the cuts for one cut each.</param>
/// <param name="Reviews">A review file; null for made-up reviews.</param>
/// <param name="Latency">A latency file, which is also among the overrides; null for none.</param>
/// <param name="Out">Where to write; null for nowhere.</param>
/// <param name="IsJson">Whether the result is one JSON object.</param>
/// <param name="IsUntilStuck">Whether it runs although faults outlast it.</param>
/// <param name="IsTraced">Whether its events are written, too.</param>
internal sealed record SimulateArguments(
    string Profile,
    ImmutableArray<SettingOverride> Overrides,
    string? Reviews,
    string? Latency,
    string? Out,
    bool IsJson,
    bool IsUntilStuck,
    bool IsTraced = false);
