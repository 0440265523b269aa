using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using PoR.Consensus.Sortition;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;

namespace PoR.Consensus.Tests.Votes;

/// <summary>Members with real keys; their one-time keys are made anew for each vote: they can equivocate.</summary>
internal sealed class TestCommittee
{
    private static readonly SodiumCryptography Sodium = new();
    private readonly ImmutableArray<string> _names;

    public TestCommittee(
        long round = 7, long? size = null, long? proposers = null, Ratio? noConfidence = null, params long[] weights)
    {
        var byKey = Enumerable.Range(0, weights.Length)
            .Select(i => $"member {i}")
            .Select((name, i) => (Name: name, Member: MemberOf(name, weights[i])))
            .OrderBy(m => m.Member.Key)
            .ToArray();
        _names = [.. byKey.Select(m => m.Name)];
        View = new CommitteeView(
            new NetworkId(Hash("network")),
            new Round(round),
            new BlockDigest(Hash("parent")),
            new Seed(Hash("seed")),
            [.. byKey.Select(m => m.Member)],
            new ProtocolParameters
            {
                CommitteeSize = size,
                ExpectedProposers = proposers ?? size,
                NoConfidenceRatio = noConfidence ?? new ProtocolParameters().NoConfidenceRatio,
            });
    }

    public CommitteeView View { get; }

    public ICredentialChecks Checks { get; } = new CryptographyChecks(Sodium);

    public static Bytes32 Hash(string text) =>
        DomainHash.Of(HashDomain.Model, Encoding.UTF8.GetBytes(text)).Bytes;

    public PublicKey Key(int member) => View.Members[member].Key;

    /// <summary>Different members of these weights, which are their seats where τ is all; in order of key.</summary>
    public IEnumerable<int> WithSeats(params long[] seats)
    {
        var members = Enumerable.Range(0, View.Members.Length).ToList();
        var chosen = new List<int>();
        foreach (var weight in seats)
        {
            var member = members.First(i => View.Members[i].Weight == weight);
            members.Remove(member);
            chosen.Add(member);
        }

        return chosen.Order();
    }

    public BlockValue ValueOf(int leader, string block = "block") => new(new BlockDigest(Hash(block)), Key(leader));

    public VrfProof Prove(int member, byte[] alpha)
    {
        using var key = Sodium.CreateVrfKey(Secret("vrf", _names[member]));
        return Sodium.VrfProve(key, alpha);
    }

    public Ballot Ballot(
        int member, int step, BlockValue? value, byte? bit = null, BlockValue? noConfidence = null) =>
        new(
            View.Network,
            View.Round,
            new Step(step),
            View.Parent,
            Key(member),
            value,
            bit,
            noConfidence,
            Prove(member, Credentials.Alpha(Key(member), View.Round, new Step(step), View.Seed)));

    public UnverifiedVote Sign(int member, Ballot ballot)
    {
        using var keys = OneTimeKeys.Create(Sodium, Secret("one-time", _names[member]));
        return new UnverifiedVote(ballot, keys.Sign(ballot.Round, ballot.Step, UnverifiedVote.SigningBytes(ballot)));
    }

    public UnverifiedVote Vote(
        int member, int step, BlockValue? value, byte? bit = null, BlockValue? noConfidence = null) =>
        Sign(member, Ballot(member, step, value, bit, noConfidence));

    public Vote Verified(UnverifiedVote vote) =>
        Assert.IsType<VoteVerdict.Accepted>(VoteVerifier.Verify(vote, View, Checks)).Vote;

    public LeaderTicket Ticket(int member) => new(
        View.Network,
        View.Round,
        View.Parent,
        Key(member),
        Prove(member, Credentials.Alpha(Key(member), View.Round, Step.BlockProposal, View.Seed)),
        Prove(member, Credentials.SeedAlpha(Key(member), View.Seed)));

    private static CommitteeMember MemberOf(string name, long weight)
    {
        using var key = Sodium.CreateSigningKey(Secret("account", name));
        using var vrf = Sodium.CreateVrfKey(Secret("vrf", name));
        using var oneTime = OneTimeKeys.Create(Sodium, Secret("one-time", name));
        return new CommitteeMember(key.PublicKey, vrf.PublicKey, oneTime.Root, weight);
    }

    private static byte[] Secret(string purpose, string name) =>
        Hash(string.Create(CultureInfo.InvariantCulture, $"{purpose} of {name}")).ToArray();
}
