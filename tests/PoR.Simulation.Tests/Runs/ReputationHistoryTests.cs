using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Ledger.Blocks;
using PoR.Ledger.State;
using PoR.Reports.Results;
using PoR.Simulation.Runs;

namespace PoR.Simulation.Tests.Runs;

public sealed class ReputationHistoryTests
{
    private const int Term = 3;
    private static readonly PublicKey Accused = KeyOf(1);

    [Fact]
    public void A_blacklisting_is_drawn_from_its_first_round_to_its_last()
    {
        var track = TrackOf(rounds: 8, accusedIn: [2]);

        Assert.Equal(3, track.BlacklistedFromRound);
        Assert.Equal(2 + Term, track.BlacklistedUntilRound);
    }

    [Fact]
    public void A_repeat_extends_it_while_it_lasts()
    {
        var track = TrackOf(rounds: 8, accusedIn: [2, 4]);

        Assert.Equal(3, track.BlacklistedFromRound);
        Assert.Equal(4 + Term, track.BlacklistedUntilRound);
    }

    [Fact]
    public void One_that_outlasts_the_run_has_no_end()
    {
        var track = TrackOf(rounds: 4, accusedIn: [2]);

        Assert.Equal(3, track.BlacklistedFromRound);
        Assert.Null(track.BlacklistedUntilRound);
    }

    [Fact]
    public void Who_was_never_accused_has_neither()
    {
        var track = TrackOf(rounds: 4, accusedIn: []);

        Assert.Null(track.BlacklistedFromRound);
        Assert.Null(track.BlacklistedUntilRound);
    }

    private static ReputationTrack TrackOf(int rounds, int[] accusedIn)
    {
        var genesis = LedgerState.Of(new GenesisDocument(
            "tracks",
            ProtocolParameters.Hardened with { BlacklistRounds = Term },
            default,
            isInsecureModel: true,
            default,
            default,
            [AccountOf(Accused), AccountOf(KeyOf(2))]));
        var states = new List<LedgerState>();
        for (var round = 1; round <= rounds; round++)
        {
            var parent = states.Count == 0 ? genesis : states[^1];
            states.Add(accusedIn.Contains(round) ? WithAccusation(parent) : BlockExecutor.EmptyBlock(parent).Next);
        }

        var history = new ReputationHistory(genesis);
        var changes = states.Select((state, i) => history.Between(i == 0 ? genesis : states[i - 1], state)).ToArray();
        return history.TracksOf(changes).Single(t => t.Account == Accused.ToString()[..12]);
    }

    private static LedgerState WithAccusation(LedgerState parent) => new BlockBuilder(
        parent,
        new Proposer(KeyOf(2), default),
        default,
        parent.Time,
        [],
        [new Evidence.NoConfidence(parent.Round, default, new BlockValue(default, Accused), [])],
        new NoTexts()).Try(int.MaxValue).Seal().Next;

    private static GenesisAccount AccountOf(PublicKey key) => new(key, default, default, 10, 0, default);

    private static PublicKey KeyOf(byte number) => new(new Bytes32([number, .. new byte[31]]));

    private sealed class NoTexts : ITextScores
    {
        public PoR.Evaluation.TextScore Of(PoR.Core.Transactions.ReviewNote note) =>
            throw new InvalidOperationException("There is no review.");
    }
}
