using System.Collections.Immutable;
using System.Text;
using PoR.Actors.Participants;
using PoR.Actors.Services;
using PoR.Chain;
using PoR.Consensus.Certificates;
using PoR.Consensus.Sortition;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Ledger.Blocks;
using PoR.Simulation.Worlds;
using PoR.Wire;

namespace PoR.Actors.Tests.Stages;

/// <summary>The participants of a scenario, by number in order of key, and all that they could say.</summary>
internal sealed class Cast
{
    private const ulong Seed = 7;

    private readonly int[] _numbers;

    public Cast(int participants, ProtocolParameters? parameters = null, params int[] blacklisted)
    {
        _numbers = [.. Enumerable.Range(0, participants).OrderBy(i => Secrets(i).PublicKey)];
        Genesis = new GenesisDocument(
            "test",
            parameters ?? Everyone,
            EvaluationModel.Embedded.Digest,
            isInsecureModel: true,
            new Seed(default),
            new Timestamp(0),
            [.. Enumerable.Range(0, participants).Select(i => AccountOf(i, blacklisted.Contains(i)))]);
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

    public ICryptography Cryptography { get; } = new ModelCryptography();

    public GenesisDocument Genesis { get; }

    public Branch Root { get; }

    public int Count => _numbers.Length;

    public PublicKey this[int who] => Keys(who).PublicKey;

    /// <summary>New services without any memory, as after a restart of the process.</summary>
    public NodeServices Services() => new()
    {
        RelaysHopByHop = true,
        Genesis = Genesis,
        Cryptography = Cryptography,
        Checks = new PeerChecks(Cryptography, 10_000),
        Chain = new SharedChain(Branch.Of(Genesis), new ModelScores(EvaluationModel.Embedded), 1_000, 400),
    };

    /// <summary>Keys of which none has been used.</summary>
    public ParticipantKeys Keys(int who) => Secrets(_numbers[who]);

    public UnverifiedVote Vote(
        int who, CommitteeView view, Step step, BlockValue? value, byte? bit = null, BlockValue? noConfidence = null) =>
        Keys(who).Vote(Cryptography, view, step, value, bit, noConfidence);

    public UnverifiedVote Sign(int who, Ballot ballot) => Keys(who).Sign(ballot);

    /// <summary>The same words with a signature that is none.</summary>
    public static UnverifiedVote Forged(UnverifiedVote vote, byte mark)
    {
        var bytes = new byte[64];
        bytes[0] = mark;
        return new UnverifiedVote(
            vote.Ballot, vote.Signature with { Signature = new Signature(new Core.Bytes.Bytes64(bytes)) });
    }

    public LeaderTicket Ticket(int who, CommitteeView view) => Keys(who).Ticket(Cryptography, view);

    public Block Block(int leader, Branch on, params SignedTransaction[] transactions) =>
        BlockWith(leader, on, [], transactions);

    public Block BlockWith(
        int leader, Branch on, ImmutableArray<Evidence> evidence, params SignedTransaction[] transactions)
    {
        var vrf = Keys(leader).Vrf;
        var alpha = Credentials.SeedAlpha(this[leader], on.State.Seed);
        var seed = SeedChain.AfterBlock(Cryptography.VrfEvaluate(vrf, alpha), on.View.Round);
        var proposer = new Proposer(this[leader], Cryptography.VrfProve(vrf, alpha));
        var time = new Timestamp(on.State.Time.Milliseconds + 1_000);
        var scores = new ModelScores(EvaluationModel.Embedded);
        return BlockBuilder.Build(on.State, proposer, seed, time, transactions, evidence, scores).Block;
    }

    public Proposal Proposal(int leader, CommitteeView view, Block block) => new(
        Vote(leader, view, Step.BlockProposal, new BlockValue(block.Digest, this[leader])), CompactBlock.Of(block));

    /// <summary>A block with the votes of all.</summary>
    public CertifiedBlock Certify(Branch on, Block block)
    {
        var view = on.View;
        if (block.IsEmpty)
            return new CertifiedBlock(block, CertificateBuilder.OfEmptyBlock(
                view, Step.BlockDecision, block.Digest, Votes(view, Step.BlockDecision, null, 1)));
        var value = new BlockValue(block.Digest, block.Header.Proposer!.Leader);
        var leader = Enumerable.Range(0, Count).First(i => this[i] == value.Leader);
        return new CertifiedBlock(block, CertificateBuilder.OfBlock(
            view, Step.BbaStart, value, Ticket(leader, view), Votes(view, Step.BbaStart, value, 0)));
    }

    public CertifiedBlock CertifyEmpty(Branch on) => Certify(on, BlockExecutor.EmptyBlock(on.State).Block);

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
        long lastRound = 100) =>
        Signed(who, new Transaction.Review(
            Genesis.Network, this[who], sequence, new Round(lastRound), "lamp", "home",
            ReviewNote.TryCreate(Encoding.UTF8.GetBytes(text))!, new Rating(5, 1, 5),
            new Timestamp((long)sequence * 10_000), default));

    public SignedTransaction Payment(int from, int to, ulong sequence, ulong amount, long lastRound = 100) =>
        Signed(from, new Transaction.Payment(
            Genesis.Network, this[from], sequence, new Round(lastRound), this[to], amount));

    public SignedTransaction Signed(int who, Transaction body) =>
        new(body, Cryptography.Sign(Keys(who).Account, SignedTransaction.SigningBytes(body)));

    private IEnumerable<Vote> Votes(CommitteeView view, Step step, BlockValue? value, byte bit)
    {
        var checks = new CryptographyChecks(Cryptography);
        return Enumerable.Range(0, Count)
            .Select(i => VoteVerifier.Verify(Vote(i, view, step, value, bit), view, checks))
            .OfType<VoteVerdict.Accepted>()
            .Select(accepted => accepted.Vote);
    }

    private ParticipantKeys Secrets(int number) => SimulatedKeys.Of(Cryptography, Seed, number);

    private GenesisAccount AccountOf(int who, bool isBlacklisted)
    {
        var keys = Keys(who);
        return new GenesisAccount(
            keys.PublicKey, keys.Vrf.PublicKey, keys.OneTime.Root, 10, 1_000, new Round(isBlacklisted ? 1_000 : 0));
    }
}
