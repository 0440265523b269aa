using System.Collections.Immutable;
using System.Numerics;
using PoR.Core;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Chain;

/// <summary>One block of an archive, with all votes of all its certificates.</summary>
/// <remarks>
/// Open, it holds the objects that were put in. Closed, it holds bytes and parts: its certificates must still be
/// told apart, since a peer that is far behind puts its own one in late.
/// </remarks>
internal sealed class ArchiveShelf
{
    private readonly Dictionary<PublicKey, ArchivedLink?> _leaves;
    private readonly List<Certificate> _frames = []; // Certificates without their votes; mostly one.
    private readonly List<Ballot> _ballots = []; // What votes in parts have in common.
    private readonly List<ArchivedVote> _votes = []; // A vote never changes its place.
    private readonly List<int> _bySender = []; // Places, in ascending order of the votes' senders.
    private List<ArchivedBlock> _archived = []; // While open: nodes that agree share one.
    private Block? _open;
    private byte[] _closed = [];

    /// <summary>A shelf with a block and no certificate.</summary>
    /// <param name="block">The block.</param>
    /// <param name="leaves">The leaf of each sender's latest chain in the archive.</param>
    public ArchiveShelf(Block block, Dictionary<PublicKey, ArchivedLink?> leaves)
    {
        (_open, Digest, Round) = (block, block.Digest, block.Header.Round);
        _leaves = leaves;
    }

    public BlockDigest Digest { get; }

    public Round Round { get; }

    public ArchivedBlock Put(Certificate certificate)
    {
        var frame = FrameOf(certificate with { Votes = [] });
        var places = new ulong[(_votes.Count + certificate.Votes.Length + 63) / 64];
        var next = 0;
        PublicKey? before = null;
        foreach (var vote in certificate.Votes)
        {
            var sender = vote.Ballot.Sender;
            if (before is { } lower && sender.CompareTo(lower) <= 0)
                throw new ArgumentException("Votes must ascend by sender.", nameof(certificate));
            before = sender;
            while (next < _bySender.Count && _votes[_bySender[next]].Sender.CompareTo(sender) < 0)
                next++;
            var place = PlaceOf(vote, next);
            places[place / 64] |= 1UL << (place % 64);
        }

        var used = places.AsSpan().TrimEnd(0UL);
        foreach (var known in _archived)
        {
            if (known.Frame == frame && used.SequenceEqual(known.Places))
                return known;
        }

        var archived = new ArchivedBlock(this, frame, used.ToArray());
        if (_open is not null)
            _archived.Add(archived);
        return archived;
    }

    public CertifiedBlock Open(ArchivedBlock archived)
    {
        var block = _open ?? CanonicalBytes.Decode<Block>(_closed, out _)
            ?? throw new InvariantViolationException("An archived block can be read again.");
        var votes = ImmutableArray.CreateBuilder<UnverifiedVote>(
            archived.Places.Sum(static word => BitOperations.PopCount(word)));
        foreach (var place in _bySender)
        {
            if (archived.Has(place))
                votes.Add(_votes[place].Open());
        }

        return new CertifiedBlock(
            block, _frames[archived.Frame] with { Votes = votes.MoveToImmutable() });
    }

    /// <summary>From now on the block and its votes are kept as small as they can be.</summary>
    public void Close()
    {
        _closed = CanonicalBytes.Of(_open!);
        _open = null;
        for (var place = 0; place < _votes.Count; place++)
            _votes[place] = InParts(_votes[place].Open());

        _votes.TrimExcess();
        _bySender.TrimExcess();
        _archived = [];
    }

    private int FrameOf(Certificate frame)
    {
        var index = _frames.IndexOf(frame);
        if (index >= 0)
            return index;
        _frames.Add(frame);
        return _frames.Count - 1;
    }

    /// <param name="vote">A vote, which is added if it is new.</param>
    /// <param name="next">The first of the places by sender whose sender is not lower.</param>
    private int PlaceOf(UnverifiedVote vote, int next)
    {
        var sender = vote.Ballot.Sender;
        for (; next < _bySender.Count && _votes[_bySender[next]].Sender == sender; next++)
        {
            if (_votes[_bySender[next]].Is(vote))
                return _bySender[next];
        }

        _bySender.Insert(next, _votes.Count);
        _votes.Add(_open is null ? InParts(vote) : new ArchivedVote.AsObject(vote));
        return _votes.Count - 1;
    }

    private ArchivedVote.InParts InParts(UnverifiedVote vote)
    {
        var sender = vote.Ballot.Sender;
        var leaf = ArchivedLink.Of(vote.Signature.Chain, _leaves.GetValueOrDefault(sender));
        _leaves[sender] = leaf;
        return new ArchivedVote.InParts(CommonOf(vote.Ballot), leaf, vote);
    }

    private Ballot CommonOf(Ballot ballot)
    {
        foreach (var known in _ballots)
        {
            if (ArchivedVote.InParts.IsLike(ballot, known))
                return known;
        }

        var common = ballot with { Sender = default, Credential = default };
        _ballots.Add(common);
        return common;
    }
}
