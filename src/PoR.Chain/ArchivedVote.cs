using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Identities;

namespace PoR.Chain;

/// <summary>A vote on a shelf of an archive. Closed: every case is nested here.</summary>
internal abstract class ArchivedVote
{
    private ArchivedVote()
    {
    }

    public abstract PublicKey Sender { get; }

    /// <summary>Whether it has the same bytes as a vote.</summary>
    public abstract bool Is(UnverifiedVote vote);

    public abstract UnverifiedVote Open();

    /// <summary>The vote itself, which peers share.</summary>
    public sealed class AsObject(UnverifiedVote vote) : ArchivedVote
    {
        public override PublicKey Sender => vote.Ballot.Sender;

        public override bool Is(UnverifiedVote other) => vote.Digest == other.Digest;

        public override UnverifiedVote Open() => vote;
    }

    /// <summary>What a vote does not share with other votes.</summary>
    /// <param name="common">The ballot; sender and credential are others.</param>
    /// <param name="leaf">Of the signature's chain.</param>
    /// <param name="vote">The vote.</param>
    public sealed class InParts(Ballot common, ArchivedLink? leaf, UnverifiedVote vote) : ArchivedVote
    {
        private readonly VrfProof _credential = vote.Ballot.Credential;
        private readonly Signature _signature = vote.Signature.Signature;

        public override PublicKey Sender { get; } = vote.Ballot.Sender;

        public override bool Is(UnverifiedVote other) =>
            other.Ballot.Sender == Sender && other.Signature.Signature == _signature
            && other.Ballot.Credential.Equals(_credential) && IsLike(other.Ballot, common)
            && ArchivedLink.IsChain(leaf, other.Signature.Chain);

        public override UnverifiedVote Open() => new(
            common with { Sender = Sender, Credential = _credential },
            new OneTimeSignature(_signature, ArchivedLink.Open(leaf)));

        /// <summary>Whether two ballots differ in sender and credential at most.</summary>
        public static bool IsLike(Ballot one, Ballot other) =>
            one.Step == other.Step && one.Bit == other.Bit && one.Round == other.Round && one.Parent == other.Parent
            && one.Value == other.Value && one.NoConfidence == other.NoConfidence && one.Network == other.Network;
    }
}

/// <summary>
/// A link of one-time signatures' chains, with the links above it. A sender's signatures share most of them.
/// </summary>
/// <param name="link">The link.</param>
/// <param name="above">Null below the registered root.</param>
internal sealed class ArchivedLink(KeyLink link, ArchivedLink? above)
{
    private readonly Bytes32 _key = link.Key;
    private readonly Signature _certificate = link.Certificate;
    private readonly ArchivedLink? _above = above;
    private readonly int _depth = (above?._depth ?? 0) + 1;

    /// <summary>A chain that shares with an earlier one what is the same from the root down.</summary>
    /// <returns>Its leaf; null for an empty chain.</returns>
    public static ArchivedLink? Of(ImmutableArray<KeyLink> chain, ArchivedLink? earlier)
    {
        while (earlier is not null && !earlier.IsStartOf(chain))
            earlier = earlier._above;
        for (var depth = earlier?._depth ?? 0; depth < chain.Length; depth++)
            earlier = new ArchivedLink(chain[depth], earlier);
        return earlier;
    }

    public static bool IsChain(ArchivedLink? leaf, ImmutableArray<KeyLink> chain) =>
        leaf is null ? chain.IsEmpty : leaf._depth == chain.Length && leaf.IsStartOf(chain);

    public static ImmutableArray<KeyLink> Open(ArchivedLink? leaf)
    {
        var chain = new KeyLink[leaf?._depth ?? 0];
        for (var link = leaf; link is not null; link = link._above)
            chain[link._depth - 1] = new KeyLink(link._key, link._certificate);
        return ImmutableCollectionsMarshal.AsImmutableArray(chain);
    }

    private bool IsStartOf(ImmutableArray<KeyLink> chain)
    {
        if (_depth > chain.Length)
            return false;
        for (var link = this; link is not null; link = link._above)
        {
            var other = chain[link._depth - 1];
            if (link._key != other.Key || link._certificate != other.Certificate)
                return false;
        }

        return true;
    }
}
