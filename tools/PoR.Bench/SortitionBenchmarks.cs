using BenchmarkDotNet.Attributes;
using PoR.Consensus.Sortition;

namespace PoR.Bench;

/// <summary>Exact sortition: a table is made once for each distinct weight, and looked up for each lot.</summary>
[MemoryDiagnoser]
public class SortitionBenchmarks
{
    private readonly SortitionTable _table = SortitionTable.Of(100, 120_000, 1_000);
    private readonly long _weight = 100;
    private ulong _x;

    /// <summary>A table for a weight of 100 of 120,000 and 1,000 seats.</summary>
    [Benchmark]
    public SortitionTable Make() => SortitionTable.Of(_weight, 120_000, 1_000);

    /// <summary>A lot.</summary>
    [Benchmark]
    public long Draw() => _table.Seats(_x += 0x9E37_79B9_7F4A_7C15);
}
