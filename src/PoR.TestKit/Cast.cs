using System.Collections.Immutable;
using System.Text;
using PoR.Actors.Ledgers;
using PoR.Actors.Participants;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Consensus.Admission;
using PoR.Consensus.Certificates;
using PoR.Consensus.Sortition;
using PoR.Consensus.Votes;
using PoR.Core.Admission;
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
using PoR.Simulation.Adversaries;
using PoR.Wire;

namespace PoR.TestKit;

/// <summary>
/// Participants, by number in order of key, who say whatever a test wants; the genesis that knows them, and the chain
/// that they build on it.
/// </summary>
/// <remarks>
/// Keys follow from a seed. One-time keys are made anew for each message, so that a test can have a participant
/// contradict itself.
/// </remarks>
internal sealed class Cast
{
    private const ulong DefaultSeed = 7;
    private const long DefaultReputation = 10;

    private readonly ImmutableArray<ParticipantSigner> _members;
    private readonly Dictionary<PublicKey, int> _numbers;

    /// <summary>A cast of equal reputation.</summary>
    public Cast(int participants, ProtocolParameters? parameters = null, ulong seed = DefaultSeed)
        : this([.. Enumerable.Repeat(DefaultReputation, participants)], parameters, seed)
    {
    }

    /// <summary>A cast and its genesis.</summary>
    /// <param name="reputations">By number; with the parameters of <see cref="Everyone"/> also weights.</param>
    /// <param name="parameters">Those of <see cref="Everyone"/> if null.</param>
    /// <param name="seed">Of all keys.</param>
    /// <param name="cryptography">The insecure stand-in if null.</param>
    /// <param name="blacklisted">Numbers of those who may not speak, from genesis on.</param>
    public Cast(
        long[] reputations,
        ProtocolParameters? parameters = null,
        ulong seed = DefaultSeed,
        ICryptography? cryptography = null,
        params int[] blacklisted)
        : this(reputations.Length, seed, cryptography, (keys, isInsecure) => new GenesisDocument(
            "test", parameters ?? Everyone, EvaluationModel.Embedded.Digest, isInsecure, new Seed(default),
            new Timestamp(0),
            [
                .. keys.Select((k, who) => new GenesisAccount(
                    k.PublicKey, k.Vrf.PublicKey, k.OneTime.Root, reputations[who], 1_000,
                    new Round(blacklisted.Contains(who) ? 1_000 : 0))),
            ]))
    {
    }

    /// <summary>A cast under the genesis of others, such as that of a simulation with this seed.</summary>
    /// <param name="genesis">It need not know them; it names the cryptography.</param>
    /// <param name="seed">Of all keys.</param>
    /// <param name="participants">As many as genesis has accounts if null.</param>
    public Cast(GenesisDocument genesis, ulong seed, int? participants = null)
        : this(
            participants ?? genesis.Accounts.Length, seed,
            genesis.IsInsecureModel ? new ModelCryptography() : new SodiumCryptography(), (_, _) => genesis)
    {
    }

    private Cast(
        int participants,
        ulong seed,
        ICryptography? cryptography,
        Func<IEnumerable<ParticipantKeys>, bool, GenesisDocument> genesisOf)
    {
        Cryptography = cryptography ?? new ModelCryptography();
        _members =
        [
            .. Enumerable.Range(0, participants).Select(i => new ParticipantSigner(Cryptography, seed, i))
                .OrderBy(member => member.Key),
        ];
        _numbers = Enumerable.Range(0, participants).ToDictionary(who => this[who]);
        Genesis = genesisOf(_members.Select(member => member.NewKeys()), Cryptography.IsInsecureModel);
        Root = Branch.Of(Genesis);
    }

    /// <summary>All sit in every committee; of four with equal weight, three are a quorum.</summary>
    public static ProtocolParameters Everyone { get; } = ProtocolParameters.Paper with
    {
        MinimumStakeQuantile = new Ratio(0, 1),
        CommitteeSize = null,
        ExpectedProposers = null,
        StakeLookBackRounds = 1,
    };

    public ICryptography Cryptography { get; }

    /// <summary>Says what a text is worth when a block is built.</summary>
    public ITextScores Scores { get; init; } = new ModelScores(EvaluationModel.Embedded);

    public GenesisDocument Genesis { get; }

    /// <summary>The chain of genesis alone.</summary>
    public Branch Root { get; }

    /// <summary>Of round 1.</summary>
    public CommitteeView View => Root.View;

    public ICredentialChecks Checks => new CryptographyChecks(Cryptography);

    public int Count => _members.Length;

    public PublicKey this[int who] => _members[who].Key;

    public int NumberOf(PublicKey key) => _numbers[key];

    public bool Has(PublicKey key) => _numbers.ContainsKey(key);

    /// <summary>Keys of which none has been used.</summary>
    public ParticipantKeys Keys(int who) => _members[who].NewKeys();

    /// <summary>New services without any memory, as after a restart of the process.</summary>
    public NodeServices Services() => new()
    {
        RelaysHopByHop = true,
        Genesis = Genesis,
        Cryptography = Cryptography,
        Checks = new PeerChecks(Cryptography, 10_000),
        Chain = new SharedChain(Branch.Of(Genesis), Scores, 1_000, 400),
    };

    /// <summary>Any 32 bytes that a name stands for.</summary>
    public static Bytes32 Hash(string name) => DomainHash.Of(HashDomain.Model, Encoding.UTF8.GetBytes(name)).Bytes;

    /// <summary>A block that does not exist, and its leader.</summary>
    public BlockValue ValueOf(int leader, string block = "block") => new(new BlockDigest(Hash(block)), this[leader]);

    /// <summary>Different participants of these weights in round 1, in order of number.</summary>
    public IEnumerable<int> WithWeights(params IEnumerable<long> weights)
    {
        var left = Enumerable.Range(0, Count).ToList();
        foreach (var weight in weights)
            left.Remove(left.First(who => View.Find(this[who])!.Weight == weight));
        return Enumerable.Range(0, Count).Except(left);
    }

    /// <summary>Who has the least ticket of a round; somebody must have drawn one.</summary>
    public int LeaderOf(CommitteeView view) => Enumerable.Range(0, Count)
        .Select(who => (Who: who, Lot: Lot(who, view, Step.BlockProposal)))
        .Where(drawn => drawn.Lot is not null)
        .MinBy(drawn => drawn.Lot!.Value.Rank).Who;

    public VrfOutput Draw(int who, ReadOnlySpan<byte> alpha) => _members[who].Draw(alpha);

    /// <summary>Null for who draws no seat in a step, or may not draw.</summary>
    public MemberLot? Lot(int who, CommitteeView view, Step step) => _members[who].Lot(view, step);

    public VrfProof Prove(int who, ReadOnlySpan<byte> alpha) => _members[who].Prove(alpha);

    public UnverifiedVote Vote(
        int who, CommitteeView view, Step step, BlockValue? value, byte? bit = null, BlockValue? noConfidence = null) =>
        _members[who].Vote(view, step, value, bit, noConfidence);

    /// <summary>A vote of round 1.</summary>
    public UnverifiedVote Vote(
        int who, int step, BlockValue? value, byte? bit = null, BlockValue? noConfidence = null) =>
        Vote(who, View, new Step(step), value, bit, noConfidence);

    public UnverifiedVote Sign(int who, Ballot ballot) => _members[who].Sign(ballot);

    /// <summary>The same words, signed by the same sender with a credential that proves nothing of them.</summary>
    public UnverifiedVote WithWrongCredential(UnverifiedVote vote) =>
        _members[NumberOf(vote.Ballot.Sender)].WithWrongCredential(vote);

    /// <summary>The same words with a signature that is none.</summary>
    public static UnverifiedVote Forged(UnverifiedVote vote, byte mark)
    {
        var bytes = new byte[64];
        bytes[0] = mark;
        return new UnverifiedVote(vote.Ballot, vote.Signature with { Signature = new Signature(new Bytes64(bytes)) });
    }

    /// <summary>What a vote is worth, which must be valid.</summary>
    /// <param name="vote">Of any participant.</param>
    /// <param name="view">That of round 1 if null.</param>
    public Vote Verified(UnverifiedVote vote, CommitteeView? view = null) =>
        ((VoteVerdict.Accepted)VoteVerifier.Verify(vote, view ?? View, Checks)).Vote;

    public LeaderTicket Ticket(int who, CommitteeView? view = null) => _members[who].Ticket(view ?? View);

    public Proposal Proposal(int leader, CommitteeView view, Block block) => _members[leader].Proposal(view, block);

    public Proposer ProposerOn(Branch on, int leader) => _members[leader].ProposerOn(on);

    /// <summary>The seed that a leader's block leaves.</summary>
    public Seed SeedAfter(Branch on, int leader) => _members[leader].SeedAfter(on);

    public BuiltBlock Build(
        int leader,
        Branch on,
        IEnumerable<SignedTransaction> candidates,
        ImmutableArray<Evidence>? evidence = null,
        long afterMs = 1_000) => _members[leader].Build(on, candidates, Scores, evidence ?? [], afterMs);

    public Block Block(int leader, Branch on, params SignedTransaction[] transactions) =>
        Build(leader, on, transactions).Block;

    /// <summary>A block with the votes of all who may speak, whatever it holds.</summary>
    public CertifiedBlock Certify(Branch on, Block block)
    {
        var view = on.View;
        if (block.IsEmpty)
            return new CertifiedBlock(block, CertificateBuilder.OfEmptyBlock(
                view, Step.BlockDecision, block.Digest, Votes(view, Step.BlockDecision, null, 1)));
        var value = new BlockValue(block.Digest, block.Header.Proposer!.Leader);
        return new CertifiedBlock(block, CertificateBuilder.OfBlock(
            view, Step.BbaStart, value, Ticket(NumberOf(value.Leader), view), Votes(view, Step.BbaStart, value, 0)));
    }

    public CertifiedBlock CertifyEmpty(Branch on) => Certify(on, BlockExecutor.EmptyBlock(on.State).Block);

    /// <summary>What a coordinator tells its ledger of a block that it has seen end.</summary>
    public static LedgerMessage.RoundEnded Ended(CertifiedBlock block) =>
        new(block.Certificate, block.Block.IsEmpty ? null : block.Block);

    /// <summary>The valid ones among the votes of some, or of all.</summary>
    public ImmutableArray<Vote> Votes(
        CommitteeView view, Step step, BlockValue? value, byte bit, IEnumerable<int>? by = null) =>
    [
        .. (by ?? Enumerable.Range(0, Count))
            .Select(who => VoteVerifier.Verify(Vote(who, view, step, value, bit), view, Checks))
            .OfType<VoteVerdict.Accepted>()
            .Select(accepted => accepted.Vote),
    ];

    /// <summary>The chain with one block more; the block must be valid.</summary>
    public Branch Extend(Branch on, Block block)
    {
        var checks = new PeerChecks(Cryptography, 100);
        return on.With(((BlockOutcome.Valid)BlockRun.Execute(on, block, checks, checks, null)).Next);
    }

    /// <summary>A chain of so many blocks, of which every third is empty.</summary>
    public (ImmutableArray<CertifiedBlock> Blocks, Branch Tip) Chain(Branch from, int length, int leader = 0)
    {
        var blocks = ImmutableArray.CreateBuilder<CertifiedBlock>();
        for (var i = 0; i < length; i++)
        {
            blocks.Add(i % 3 == 2 ? CertifyEmpty(from) : Certify(from, Block(leader, from)));
            from = Extend(from, blocks[^1].Block);
        }

        return (blocks.ToImmutable(), from);
    }

    public SignedTransaction Review(
        int who,
        ulong sequence,
        string text = "A wonderful thing, I love it, works perfectly.",
        long lastRound = 100,
        int stars = 5,
        string subject = "lamp",
        long? writtenAt = null,
        string category = "home") => Signed(who, new Transaction.Review(
            Genesis.Network, this[who], sequence, new Round(lastRound), subject, category,
            ReviewNote.TryCreate(Encoding.UTF8.GetBytes(text))!, new Rating(stars, 1, 5),
            new Timestamp(writtenAt ?? ((long)sequence * 10_000)), default));

    public SignedTransaction Payment(int from, int to, ulong sequence, ulong amount, long lastRound = 100) =>
        Signed(from, new Transaction.Payment(
            Genesis.Network, this[from], sequence, new Round(lastRound), this[to], amount));

    /// <summary>How many rights to sponsor a participant has drawn in a round.</summary>
    public long RightsOf(int who, CommitteeView view) => view.Find(this[who]) is { } member
        ? SponsorLot.RightsOf(view, member, Draw(who, Alpha(who, view, Step.BlockProposal)))
        : 0;

    /// <summary>A participant's word for a newcomer, whether it has drawn the right or not.</summary>
    public Sponsorship Sponsor(int who, CommitteeView view, NewcomerKeys newcomer, long seat = 0) =>
        _members[who].Sponsor(view, newcomer, seat);

    public NewcomerKeys NewcomerKeys(int who) => _members[who].PublicKeys;

    public SignedTransaction Registration(
        int who, ulong sequence, Sponsorship? sponsorship = null, long lastRound = 100)
    {
        var keys = NewcomerKeys(who);
        return Signed(who, new Transaction.Registration(
            Genesis.Network, keys.Account, sequence, new Round(lastRound), keys.VrfKey, keys.OneTimeRoot, sponsorship));
    }

    public SignedTransaction Signed(int who, Transaction body) => _members[who].Signed(body);

    private byte[] Alpha(int who, CommitteeView view, Step step) => _members[who].Alpha(view, step);
}
