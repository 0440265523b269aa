using System.Collections.Immutable;
using PoR.Consensus.Certificates;
using PoR.Consensus.Sortition;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.Blocks;

namespace PoR.Chain.Tests;

/// <summary>
/// 1,200 honest accounts of reputation 10, and 1,300 accounts of an adversary, registered long ago, without weight, in
/// a network where nobody needs a sponsor.
/// When the seed of the next round is known, those that would have a seat in step 4 write five good reviews each.
/// </summary>
internal sealed class DormantAccounts : ITextScores
{
    /// <summary>W if 359 of them enter with a weight of 10: what the adversary reckons with.</summary>
    private const long WeightAhead = 15_590;

    /// <summary>Whose keys are not those of the honest ones.</summary>
    private const ulong OtherKeys = 1_000;

    private readonly Cast _honest;
    private readonly Cast _dormant;
    private ImmutableArray<int> _entered = [];
    private ImmutableArray<Vote> _votes;
    private int _texts;

    public DormantAccounts(ulong seed, int stakeLookBack)
    {
        var freeEntry = ProtocolParameters.Hardened with
        {
            Admission = null,
            WeightCapInMedians = new Ratio(1, 1),
            StakeLookBackRounds = stakeLookBack,
        };
        _honest = new Cast(1_200, freeEntry, seed) { Scores = this };
        _dormant = new Cast(_honest.Genesis, seed + OtherKeys, participants: 1_300);
        Branch = _honest.Root;
        Append(Everybody.Select(who => _dormant.Registration(who, 1)));
        SkipEmpty(Branch.State.Parameters.LookBackRounds);
    }

    public Branch Branch { get; private set; }

    private IEnumerable<int> Everybody => Enumerable.Range(0, _dormant.Count);

    public TextScore Of(ReviewNote note) => new(80, true);

    public void SkipEmpty(int rounds)
    {
        for (var i = 0; i < rounds; i++)
            Branch = Branch.With(BlockExecutor.EmptyBlock(Branch.State).Next);
    }

    /// <summary>The best ticket names the next seed; then the block closes with the winners' reviews.</summary>
    public void Enter()
    {
        var (round, seed) = (Branch.View.Round.Next, _honest.SeedAfter(Branch, 0));
        var table = SortitionTable.Of(10, WeightAhead, Branch.State.Parameters.CommitteeSize!.Value);
        _entered = [.. Everybody.Where(who => table.Seats(Draw(who, round, Step.BbaStart, seed)) > 0)];
        Append(_entered.SelectMany(who => Enumerable.Range(0, 5).Select(i => Review(who, i))));
    }

    /// <summary>Those of them that wrote, and sit in a view.</summary>
    public ImmutableArray<CommitteeMember> Members(CommitteeView view) =>
        [.. view.Members.Where(member => _dormant.Has(member.Key))];

    /// <summary>The share of W that the adversary's accounts hold.</summary>
    public double ShareOf(CommitteeView view) => (double)Members(view).Sum(m => m.Weight) / view.TotalWeight;

    /// <summary>Their valid votes in step 4 for a block of their own; each is signed once.</summary>
    public ImmutableArray<Vote> Votes()
    {
        if (_votes.IsDefault)
            _votes = _dormant.Votes(Branch.View, Step.BbaStart, Value(), 0, by: _entered);
        return _votes;
    }

    /// <summary>A certificate by their votes alone.</summary>
    public Certificate Certify() => CertificateBuilder.OfBlock(
        Branch.View, Step.BbaStart, Value(), _dormant.Ticket(Leader(), Branch.View), Votes());

    public VrfOutput Draw(PublicKey key, Round round, Step step, Seed seed) =>
        Draw(_dormant.NumberOf(key), round, step, seed);

    public Seed AnySeed(int number) =>
        new(DomainHash.Of(HashDomain.SimulatedKey, BitConverter.GetBytes(number)).Bytes);

    private VrfOutput Draw(int who, Round round, Step step, Seed seed) =>
        _dormant.Draw(who, Credentials.Alpha(_dormant[who], round, step, seed));

    private void Append(IEnumerable<SignedTransaction> payset)
    {
        SignedTransaction[] all = [.. payset];
        var built = _honest.Build(0, Branch, all, afterMs: 60_000);
        Assert.Equal(all.Length, built.Block.Payset.Length);
        Branch = Branch.With(built.Next);
    }

    private SignedTransaction Review(int author, int number) => _dormant.Review(
        author, (ulong)number + 2, $"A good thing, number {++_texts}.", stars: 4, subject: $"subject {_texts}",
        writtenAt: Branch.State.Time.Milliseconds + (6_000L * number));

    private BlockValue Value() => _dormant.ValueOf(Leader());

    /// <summary>One of theirs that may lead.</summary>
    private int Leader() => _entered.FirstOrDefault(
        who => _dormant.Lot(who, Branch.View, Step.BlockProposal) is not null, _entered[0]);
}
