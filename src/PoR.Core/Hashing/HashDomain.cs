namespace PoR.Core.Hashing;

/// <summary>What a digest is of. Its tag goes before the hashed bytes, so that no two kinds can be mistaken.</summary>
public sealed class HashDomain
{
    private HashDomain(string name)
    {
        Name = name;
        var text = System.Text.Encoding.ASCII.GetBytes("PoR." + name);
        Tag = [(byte)text.Length, .. text];
    }

    /// <summary>The name, ASCII.</summary>
    public string Name { get; }

    /// <summary>One byte of length, then the ASCII name behind <c>PoR.</c>: no tag is the prefix of another.</summary>
    public System.Collections.Immutable.ImmutableArray<byte> Tag { get; }

    /// <summary>A transaction without its signature.</summary>
    public static HashDomain Transaction { get; } = new("transaction");

    /// <summary>A block's header.</summary>
    public static HashDomain Block { get; } = new("block");

    /// <summary>A block's payset.</summary>
    public static HashDomain Payset { get; } = new("payset");

    /// <summary>A block's evidence.</summary>
    public static HashDomain Evidence { get; } = new("evidence");

    /// <summary>The state after a block.</summary>
    public static HashDomain State { get; } = new("state");

    /// <summary>A genesis: its digest is the network's id.</summary>
    public static HashDomain Genesis { get; } = new("genesis");

    /// <summary>A ballot, which is what a vote's key signs, and the vote: the ballot with its signature.</summary>
    public static HashDomain Vote { get; } = new("vote");

    /// <summary>α of a credential σ^{r,s}.</summary>
    public static HashDomain Credential { get; } = new("credential");

    /// <summary>α of SIG_ℓ(Q^{r−1}).</summary>
    public static HashDomain SeedProof { get; } = new("seed-proof");

    /// <summary>Q^r after a leader's block.</summary>
    public static HashDomain Seed { get; } = new("seed");

    /// <summary>Q^r after an empty block.</summary>
    public static HashDomain EmptySeed { get; } = new("empty-seed");

    /// <summary>The rank of a credential's i-th seat.</summary>
    public static HashDomain Rank { get; } = new("rank");

    /// <summary>What a holder of a right to sponsor signs.</summary>
    public static HashDomain Sponsorship { get; } = new("sponsorship");

    /// <summary>What an account signs that looks for a sponsor.</summary>
    public static HashDomain SponsorshipRequest { get; } = new("sponsorship-request");

    /// <summary>The lot for rights to sponsor, from a credential's β.</summary>
    public static HashDomain SponsorLot { get; } = new("sponsor-lot");

    /// <summary>Sensitive fields with their salt: H(I_2, salt).</summary>
    public static HashDomain Sensitive { get; } = new("sensitive");

    /// <summary>A link of a one-time key's certificate chain.</summary>
    public static HashDomain OneTimeLink { get; } = new("one-time-link");

    /// <summary>A secret of the one-time key tree.</summary>
    public static HashDomain OneTimeSecret { get; } = new("one-time-secret");

    /// <summary>A review's folded text, to see duplicates.</summary>
    public static HashDomain ReviewText { get; } = new("review-text");

    /// <summary>Who has said a text, on which subject a text was said, and that it was committed to.</summary>
    public static HashDomain TextMark { get; } = new("text-mark");

    /// <summary>An author's commitment to a text that it will publish later.</summary>
    public static HashDomain TextCommitment { get; } = new("text-commitment");

    /// <summary>Keys of a simulated participant, drawn from the run's seed.</summary>
    public static HashDomain SimulatedKey { get; } = new("simulated-key");

    /// <summary>Where a node stands in a cut whose shape the run's seed draws.</summary>
    public static HashDomain CutPlace { get; } = new("cut-place");

    /// <summary>A ledger's snapshot.</summary>
    public static HashDomain Snapshot { get; } = new("snapshot");

    /// <summary>An operator's master key: the digest names it.</summary>
    public static HashDomain MasterKey { get; } = new("master-key");

    /// <summary>What a sealed record of the key store says of itself.</summary>
    public static HashDomain KeyRecord { get; } = new("key-record");

    /// <summary>The insecure stand-in of cryptography.</summary>
    public static HashDomain Model { get; } = new("model");

    /// <summary>The key of a peer's TLS certificate, which its identity key signs.</summary>
    public static HashDomain PeerCertificate { get; } = new("peer-certificate");

    /// <summary>A message between nodes, to hear it once.</summary>
    public static HashDomain Wire { get; } = new("wire");
}
