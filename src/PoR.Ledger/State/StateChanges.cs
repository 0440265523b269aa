using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Rounds;

namespace PoR.Ledger.State;

/// <summary>
/// Canonical bytes of a state: all of it, or what has changed since an earlier state of the same chain. The state's
/// root stands at the end, so that no other state can be read from the bytes.
/// </summary>
public static class StateChanges
{
    /// <summary>Appends a state.</summary>
    /// <param name="writer">Takes the bytes.</param>
    /// <param name="state">The state.</param>
    /// <param name="earlier">A state before it on the same chain, which the reader has; null for none.</param>
    public static void Write(CanonicalWriter writer, LedgerState state, LedgerState? earlier)
    {
        writer.Int64(state.Round.Number);
        writer.Fixed(state.BlockDigest.Bytes);
        writer.Fixed(state.Seed.Bytes);
        writer.Int64(state.Time.Milliseconds);
        writer.List(state.Accounts.Since(earlier?.Accounts ?? StateMap<Account>.Empty));
        writer.List(state.Subjects.Since(earlier?.Subjects ?? StateMap<Subject>.Empty));
        WriteAll(writer, state.Texts.Since(earlier?.Round));
        WriteAll(writer, state.Commitments.Since(earlier?.Round));
        writer.List(state.Evidence);
        writer.List(state.UsedRights);
        writer.Boolean(state.WeightMax is not null);
        if (state.WeightMax is { } weightMax)
            writer.Int64(weightMax);
        writer.Fixed(state.Root.Bytes);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="reader">Has the bytes.</param>
    /// <param name="genesis">Of the chain.</param>
    /// <param name="earlier">The same as when it was written.</param>
    /// <returns>Null when the bytes are at fault; the reader then says why.</returns>
    public static LedgerState? Read(ref CanonicalReader reader, GenesisDocument genesis, LedgerState? earlier)
    {
        var round = new Round(reader.Int64());
        var block = new BlockDigest(reader.Fixed32());
        var seed = new Seed(reader.Fixed32());
        var time = new Timestamp(reader.Int64());
        var accounts = Read(ref reader, earlier?.Accounts ?? StateMap<Account>.Empty);
        var subjects = Read(ref reader, earlier?.Subjects ?? StateMap<Subject>.Empty);
        var memory = genesis.Parameters.Behaviour.DuplicateRounds;
        var texts = Read(ref reader, earlier?.Texts, memory).After(round, [], memory);
        var commitments = Read(ref reader, earlier?.Commitments, memory).After(round, [], memory);
        var evidence = reader.List<AppliedEvidence>(int.MaxValue);
        var usedRights = reader.List<SponsorRight>(int.MaxValue);
        long? weightMax = reader.Boolean() ? reader.Int64() : null;
        var root = new Digest(reader.Fixed32());
        if (reader.Fault is not null)
            return null;
        var money = genesis.Accounts.Aggregate(0UL, static (sum, account) => sum + account.Balance);
        var state = new LedgerState(
            genesis, round, seed, time, accounts, subjects, texts, commitments, evidence, usedRights, weightMax, money);
        if (state.Root == root)
            return state.After(block);
        reader.Fail($"the state after round {round} does not have the root that stands with it.");
        return null;
    }

    private static void WriteAll(CanonicalWriter writer, IEnumerable<DigestsOfRound> rounds)
    {
        DigestsOfRound[] all = [.. rounds];
        writer.Int32(all.Length);
        foreach (var round in all)
            round.Write(writer);
    }

    private static RecentDigests Read(ref CanonicalReader reader, RecentDigests? earlier, int memory)
    {
        var digests = earlier ?? RecentDigests.Empty;
        for (var left = reader.Count(int.MaxValue); left > 0 && reader.Fault is null; left--)
        {
            if (DigestsOfRound.Read(ref reader) is { } named)
                digests = digests.After(named.Round, named.Digests, memory);
        }

        return digests;
    }

    private static StateMap<T> Read<T>(ref CanonicalReader reader, StateMap<T> earlier)
        where T : class, IStateEntry<T>
    {
        var changed = reader.List<T>(int.MaxValue);
        for (var i = 1; i < changed.Length; i++)
        {
            if (changed[i].Key.CompareTo(changed[i - 1].Key) <= 0)
                reader.Fail("entries of the state must stand in ascending order of key, each once.");
        }

        if (reader.Fault is not null)
            return earlier;
        var map = earlier.With(changed);
        if (map.Since(earlier).Length != changed.Length)
            reader.Fail("an entry of the state stands among the changes, but has not changed.");
        return map;
    }
}
