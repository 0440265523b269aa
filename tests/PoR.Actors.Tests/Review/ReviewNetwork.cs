using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using PoR.Actors.Mempools;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Consensus.Certificates;
using PoR.Consensus.Sortition;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;
using PoR.Evaluation;
using PoR.Ledger.Blocks;

namespace PoR.Actors.Tests.Review;

/// <summary>Six members who all sit on every committee; their one-time keys are made anew for each vote.</summary>
internal sealed class ReviewNetwork : ITextScores
{
    private readonly ModelCryptography _cryptography = new();
    private readonly ImmutableArray<string> _names;

    public ReviewNetwork()
    {
        var members = Enumerable.Range(0, 6).Select(i => $"member {i}")
            .Select(name => (Name: name, Account: AccountOf(name)))
            .OrderBy(m => m.Account.Key).ToArray();
        _names = [.. members.Select(m => m.Name)];
        Genesis = new GenesisDocument(
            "review",
            new ProtocolParameters { CommitteeSize = null, ExpectedProposers = null, MinimumStakeQuantile = new(0, 1) },
            new Digest(default),
            isInsecureModel: true,
            new Seed(new(Seed32("seed"))),
            new Timestamp(0),
            [.. members.Select(m => m.Account)]);
        Root = Branch.Of(Genesis);
    }

    public GenesisDocument Genesis { get; }

    public Branch Root { get; }

    /// <summary>Services of one node, with empty caches.</summary>
    public NodeServices Services() => new()
    {
        Genesis = Genesis,
        Cryptography = _cryptography,
        Checks = new PeerChecks(_cryptography, 1_000),
        Chain = new SharedChain(Root, this, 1_000, 100),
    };

    public TextScore Of(ReviewNote note) => new(50, true);

    public PublicKey Key(int member) => Root.View.Members[member].Key;

    public BlockValue Value(int leader, string block = "block") =>
        new(new BlockDigest(new(Seed32(block))), Key(leader));

    public int Number(PublicKey key) => Enumerable.Range(0, _names.Length).Single(i => Key(i) == key);

    public LeaderTicket Ticket(Branch on, int member)
    {
        var (alpha, seed) = (
            Credentials.Alpha(Key(member), on.View.Round, Step.BlockProposal, on.View.Seed),
            Credentials.SeedAlpha(Key(member), on.View.Seed));
        return new LeaderTicket(
            on.View.Network, on.View.Round, on.Tip, Key(member), Prove(member, alpha), Prove(member, seed));
    }

    public SignedTransaction Payment(int from, int to, ulong amount, ulong sequence = 1)
    {
        var body = new Transaction.Payment(Genesis.Network, Key(from), sequence, new Round(100), Key(to), amount);
        using var key = _cryptography.CreateSigningKey(Seed32($"account of {_names[from]}"));
        return new SignedTransaction(body, _cryptography.Sign(key, SignedTransaction.SigningBytes(body)));
    }

    /// <summary>What asks the mempool for a leader's block.</summary>
    public MempoolMessage.BuildBlock Request(Branch on, int leader)
    {
        var ticket = Ticket(on, leader);
        var accepted = Assert.IsType<TicketVerdict.Accepted>(
            TicketVerifier.Verify(ticket, on.View, new CryptographyChecks(_cryptography)));
        return new(on, new Proposer(Key(leader), ticket.SeedProof), accepted.Ticket.NextSeed);
    }

    public Block Block(Branch on, int leader, params SignedTransaction[] payset)
    {
        var (_, proposer, nextSeed) = Request(on, leader);
        return BlockBuilder.Build(on.State, proposer, nextSeed, new Timestamp(1_000), payset, [], this).Block;
    }

    public Branch Append(NodeServices services, Branch on, Block block) => services.Chain.Extend(
        on, Assert.IsType<BlockOutcome.Valid>(services.Chain.Execute(on, block, services.Checks, isScored: false)));

    public UnverifiedVote Vote(
        Branch on, int member, Step step, BlockValue? value, byte? bit = null, BlockValue? noConfidence = null)
    {
        var proof = Prove(member, Credentials.Alpha(Key(member), on.View.Round, step, on.View.Seed));
        var ballot = new Ballot(
            on.View.Network, on.View.Round, step, on.Tip, Key(member), value, bit, noConfidence, proof);
        using var keys = OneTimeKeys.Create(_cryptography, Seed32($"one-time of {_names[member]}"));
        return new UnverifiedVote(ballot, keys.Sign(ballot.Round, ballot.Step, UnverifiedVote.SigningBytes(ballot)));
    }

    public Vote Verified(Branch on, UnverifiedVote vote) => Assert.IsType<VoteVerdict.Accepted>(
        VoteVerifier.Verify(vote, on.View, new CryptographyChecks(_cryptography))).Vote;

    public CertifiedBlock Certify(Branch on, Block block)
    {
        var leader = block.Header.Proposer!.Leader;
        var value = new BlockValue(block.Digest, leader);
        var votes = Enumerable.Range(0, _names.Length)
            .Select(i => Verified(on, Vote(on, i, Step.BbaStart, value, 0)));
        return new CertifiedBlock(block, CertificateBuilder.OfBlock(
            on.View, Step.BbaStart, value, Ticket(on, Number(leader)), votes));
    }

    private static byte[] Seed32(string of) => SHA256.HashData(Encoding.UTF8.GetBytes(of));

    private VrfProof Prove(int member, byte[] alpha)
    {
        using var key = _cryptography.CreateVrfKey(Seed32($"vrf of {_names[member]}"));
        return _cryptography.VrfProve(key, alpha);
    }

    private GenesisAccount AccountOf(string name)
    {
        using var account = _cryptography.CreateSigningKey(Seed32($"account of {name}"));
        using var vrf = _cryptography.CreateVrfKey(Seed32($"vrf of {name}"));
        using var oneTime = OneTimeKeys.Create(_cryptography, Seed32($"one-time of {name}"));
        return new GenesisAccount(account.PublicKey, vrf.PublicKey, oneTime.Root, 4, 1_000, new Round(0));
    }
}
