using System.Collections.Immutable;
using PoR.Consensus.Votes;
using PoR.Core.Rounds;

namespace PoR.Exploration.Bba;

/// <summary>The honest votes that were sent in a step, in groups of equals, and each part of them in turn.</summary>
internal sealed class HeardGroups
{
    private readonly int[] _seats = new int[BbaSetting.NodesMax];
    private readonly int[] _words = new int[BbaSetting.NodesMax];
    private readonly int[] _sizes = new int[BbaSetting.NodesMax];
    private readonly int[] _heard = new int[BbaSetting.NodesMax];
    private int _groups;

    /// <summary>False when every part has been seen.</summary>
    public bool IsWithin { get; private set; }

    /// <summary>Whether the present part is all of it.</summary>
    public bool IsAll => _heard.AsSpan(0, _groups).SequenceEqual(_sizes.AsSpan(0, _groups));

    /// <summary>Reads the votes of a state; the present part is all of them.</summary>
    /// <returns>A number that is the same for the same votes.</returns>
    public UInt128 Read(BbaState state)
    {
        Span<int> codes = stackalloc int[BbaSetting.NodesMax];
        var count = state.CopyTo(codes);
        var sent = 0;
        for (var i = 0; i < count; i++)
        {
            if (!NodeCode.IsUnsent(codes[i]))
                codes[sent++] = NodeCode.Of(NodeCode.Seats(codes[i]), own: 0, NodeCode.Said(codes[i]), isUnsent: false);
        }

        var key = BbaState.Of(state.Step, codes[..sent], Endings.None, Marks.None).Nodes;
        _groups = 0;
        for (var i = 0; i < sent; i++)
        {
            if (i > 0 && codes[i] == codes[i - 1])
            {
                _sizes[_groups - 1]++;
                continue;
            }

            (_seats[_groups], _words[_groups]) = (NodeCode.Seats(codes[i]), NodeCode.Said(codes[i]));
            _sizes[_groups++] = 1;
        }

        _sizes.CopyTo(_heard, 0);
        return key;
    }

    /// <summary>Begins with nothing heard.</summary>
    public void Begin()
    {
        Array.Clear(_heard);
        IsWithin = true;
    }

    /// <summary>Goes to the next part.</summary>
    public void MoveNext()
    {
        for (var group = 0; group < _groups; group++)
        {
            if (++_heard[group] <= _sizes[group])
                return;
            _heard[group] = 0;
        }

        IsWithin = false;
    }

    /// <summary>Writes the votes of the present part.</summary>
    /// <returns>How many they are.</returns>
    public int Fill(Vote[] votes, VoteBook book, Step step, int coin)
    {
        var count = 0;
        for (var group = 0; group < _groups; group++)
        {
            for (var i = 0; i < _heard[group]; i++)
            {
                votes[count] = book.Of(step, count, _seats[group], _words[group], coin);
                count++;
            }
        }

        return count;
    }

    /// <summary>The present part, for people.</summary>
    public ImmutableArray<(int Seats, int Word, int Count)> Heard() =>
    [
        .. Enumerable.Range(0, _groups).Where(group => _heard[group] > 0)
            .Select(group => (_seats[group], _words[group], _heard[group])),
    ];
}
