using System.Collections.Immutable;
using System.Text;
using PoR.Actors.Participants;
using PoR.Actors.Tests.Stages;
using PoR.Consensus.Certificates;
using PoR.Consensus.Sortition;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Ledger.Blocks;
using PoR.Simulation.Worlds;

namespace PoR.Chain.Tests;

/// <summary>
/// 1,200 honest accounts of reputation 10, and 1,300 accounts of an adversary, registered long ago, without weight.
/// When the seed of the next round is known, those that would have a seat in step 4 write five good reviews each.
/// </summary>
internal sealed class DormantAccounts : ITextScores
{
    private const int Honest = 1_200;
    private const int Dormant = 1_300;

    /// <summary>W if 359 of them enter with a weight of 10: what the adversary reckons with.</summary>
    private const long WeightAhead = 15_590;

    private readonly ModelCryptography _cryptography = new();
    private readonly Dictionary<PublicKey, ParticipantKeys> _dormant;
    private readonly ParticipantKeys _leader;
    private readonly HashSet<PublicKey> _entered = [];
    private ImmutableArray<Vote> _votes;
    private int _texts;

    public DormantAccounts(ulong seed, int stakeLookBack)
    {
        _leader = SimulatedKeys.Of(_cryptography, seed, 0);
        _dormant = Enumerable.Range(Honest, Dormant)
            .Select(i => SimulatedKeys.Of(_cryptography, seed, i)).ToDictionary(k => k.PublicKey);
        var accounts = Enumerable.Range(0, Honest).Select(i => SimulatedKeys.Of(_cryptography, seed, i))
            .Select(k => new GenesisAccount(
                k.PublicKey, k.Vrf.PublicKey, k.OneTime.Root, 10, 0, Round.Genesis))
            .OrderBy(a => a.Key);
        Branch = Branch.Of(new GenesisDocument(
            "dormant", ProtocolParameters.Hardened with { StakeLookBackRounds = stakeLookBack }, default, true,
            new Seed(DomainHash.Of(HashDomain.SimulatedKey, BitConverter.GetBytes(seed)).Bytes), new Timestamp(0),
            [.. accounts]));
        Append([.. _dormant.Values.Select(k => Sign(k, new Transaction.Registration(
            Network, k.PublicKey, 1, new Round(100), k.Vrf.PublicKey, k.OneTime.Root)))]);
        SkipEmpty(Branch.State.Parameters.LookBackRounds);
    }

    public Branch Branch { get; private set; }

    /// <summary>Those that wrote.</summary>
    public IReadOnlySet<PublicKey> Entered => _entered;

    private NetworkId Network => Branch.State.Genesis.Network;

    public TextScore Of(ReviewNote note) => new(80, true);

    public void SkipEmpty(int rounds)
    {
        for (var i = 0; i < rounds; i++)
            Branch = Branch.With(BlockExecutor.EmptyBlock(Branch.State).Next);
    }

    /// <summary>The best ticket names the next seed; then the block closes with the winners' reviews.</summary>
    public void Enter()
    {
        var round = Branch.View.Round.Next;
        var table = SortitionTable.Of(10, WeightAhead, Branch.State.Parameters.CommitteeSize!.Value);
        foreach (var keys in _dormant.Values)
        {
            if (table.Seats(Draw(keys.PublicKey, round, Step.BbaStart, NextSeed())) > 0)
                _entered.Add(keys.PublicKey);
        }

        Append([.. _entered.SelectMany(key => Enumerable.Range(0, 5).Select(i => Review(_dormant[key], i)))]);
    }

    /// <summary>The share of W that the adversary's accounts hold.</summary>
    public double ShareOf(CommitteeView view) =>
        (double)view.Members.Where(m => _dormant.ContainsKey(m.Key)).Sum(m => m.Weight) / view.TotalWeight;

    /// <summary>Their valid votes in step 4 for a block of their own; each is signed once.</summary>
    public ImmutableArray<Vote> Votes()
    {
        if (!_votes.IsDefault)
            return _votes;
        var checks = new CryptographyChecks(_cryptography);
        return _votes =
        [
            .. _entered.Order().Select(key => VoteVerifier.Verify(Vote(_dormant[key]), Branch.View, checks))
                .OfType<VoteVerdict.Accepted>().Select(accepted => accepted.Vote),
        ];
    }

    /// <summary>A certificate by their votes alone.</summary>
    public Certificate Certify() => CertificateBuilder.OfBlock(
        Branch.View, Step.BbaStart, Value(), Leader().Ticket(_cryptography, Branch.View), Votes());

    public VrfOutput Draw(PublicKey key, Round round, Step step, Seed seed) => _cryptography.VrfEvaluate(
        _dormant[key].Vrf, Credentials.Alpha(key, round, step, seed));

    public Seed AnySeed(int number) =>
        new(DomainHash.Of(HashDomain.SimulatedKey, BitConverter.GetBytes(number)).Bytes);

    private Seed NextSeed() => SeedChain.AfterBlock(
        _cryptography.VrfEvaluate(_leader.Vrf, Credentials.SeedAlpha(_leader.PublicKey, Branch.State.Seed)),
        Branch.View.Round);

    private void Append(SignedTransaction[] payset)
    {
        var proof = _cryptography.VrfProve(
            _leader.Vrf, Credentials.SeedAlpha(_leader.PublicKey, Branch.State.Seed));
        var built = BlockBuilder.Build(
            Branch.State, new Proposer(_leader.PublicKey, proof), NextSeed(),
            new Timestamp(Branch.State.Time.Milliseconds + 60_000), payset, [], this, Branch.StakeState);
        Assert.Equal(payset.Length, built.Block.Payset.Length);
        Branch = Branch.With(built.Next);
    }

    private SignedTransaction Review(ParticipantKeys author, int number)
    {
        var text = $"A good thing, number {++_texts}.";
        return Sign(author, new Transaction.Review(
            Network, author.PublicKey, (ulong)number + 2, new Round(100), $"subject {_texts}", "home",
            ReviewNote.TryCreate(Encoding.UTF8.GetBytes(text))!, new Rating(4, 0, 5),
            new Timestamp(Branch.State.Time.Milliseconds + (6_000L * number)), default));
    }

    private SignedTransaction Sign(ParticipantKeys keys, Transaction body) =>
        new(body, _cryptography.Sign(keys.Account, SignedTransaction.SigningBytes(body)));

    private BlockValue Value() => new(new BlockDigest(new Bytes32(new byte[32])), Leader().PublicKey);

    /// <summary>One of theirs that may lead.</summary>
    private ParticipantKeys Leader() => _entered.Order().Select(key => _dormant[key])
        .FirstOrDefault(k => Branch.View.Find(k.PublicKey) is { } member && MemberLot.Draw(
            Branch.View, Step.BlockProposal, member,
            Draw(k.PublicKey, Branch.View.Round, Step.BlockProposal, Branch.State.Seed)) is not null)
        ?? _dormant[_entered.Min()];

    private UnverifiedVote Vote(ParticipantKeys keys) =>
        keys.Vote(_cryptography, Branch.View, Step.BbaStart, Value(), 0);
}
