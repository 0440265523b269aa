using PoR.Core.Canonical;
using PoR.Core.Parameters;
using PoR.Ledger.State;

namespace PoR.Ledger.Tests;

public sealed class StateChangesTests
{
    private readonly Scenario _chain = new(ProtocolParameters.Paper, TestData.Account(1, balance: 10));

    [Fact(DisplayName = "A state is refused that does not have the root that stands with it")]
    public void Another_root_is_refused()
    {
        _chain.Commit(_chain.Review(1), _chain.Payment(1, 2, 3));
        var bytes = BytesOf(_chain.State, null);
        bytes[^1] ^= 1;
        Assert.Contains("does not have the root", FaultOf(bytes, null));
    }

    [Fact(DisplayName = "Only what has changed is written, and nothing else is taken")]
    public void Unchanged_entries_are_refused()
    {
        _chain.Commit(_chain.Review(1), _chain.Payment(1, 2, 3));
        var before = _chain.State;
        _chain.SkipEmpty(1);

        Assert.InRange(BytesOf(_chain.State, before).Length, 100, 200);
        Assert.Contains("has not changed", FaultOf(BytesOf(_chain.State, null), before));
    }

    private static byte[] BytesOf(LedgerState state, LedgerState? earlier)
    {
        var writer = new CanonicalWriter();
        StateChanges.Write(writer, state, earlier);
        return writer.ToArray();
    }

    private string FaultOf(byte[] bytes, LedgerState? earlier)
    {
        var reader = new CanonicalReader(bytes);
        Assert.Null(StateChanges.Read(ref reader, _chain.State.Genesis, earlier));
        return reader.Fault!;
    }
}
