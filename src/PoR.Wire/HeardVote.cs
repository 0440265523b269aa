using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Hashing;
using PoR.Core.Rounds;

namespace PoR.Wire;

/// <summary>Which vote of a member a peer has heard first in a step.</summary>
/// <param name="Member">The member's place in the round's view, from 0.</param>
/// <param name="Mark">The first eight bytes of the vote's digest, <see cref="MarkOf"/>.</param>
public readonly record struct HeardVote(int Member, ulong Mark) : ICanonical<HeardVote>
{
    /// <summary>Tells the votes of one member apart.</summary>
    /// <param name="vote">The vote.</param>
    public static ulong MarkOf(UnverifiedVote vote)
    {
        ArgumentNullException.ThrowIfNull(vote);
        return vote.Digest.Bytes.Prefix;
    }

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int32(Member);
        writer.UInt64(Mark);
    }

    /// <inheritdoc/>
    public static HeardVote Read(ref CanonicalReader reader)
    {
        var vote = new HeardVote(reader.Int32(), reader.UInt64());
        if (vote.Member < 0)
            reader.Fail("a member's place must be 0 or more.");
        return vote;
    }
}

/// <summary>All votes of a step that a peer has heard, in one digest.</summary>
/// <param name="Step">The step, 1 to <see cref="StepMax"/>.</param>
/// <param name="Votes">Digest of the list that <see cref="PeerMessage.VotesListed"/> would have.</param>
public sealed record HeardStep(Step Step, Digest Votes) : ICanonical<HeardStep>
{
    /// <summary>The last step that peers compare: a round goes so far only while delays exceed λ.</summary>
    public const int StepMax = 17;

    /// <inheritdoc/>
    public void Write(CanonicalWriter writer)
    {
        writer.Int32(Step.Number);
        writer.Fixed(Votes.Bytes);
    }

    /// <inheritdoc/>
    public static HeardStep? Read(ref CanonicalReader reader)
    {
        var step = ReadStep(ref reader);
        var votes = new Digest(reader.Fixed32());
        return reader.Fault is null ? new HeardStep(step, votes) : null;
    }

    /// <summary>A step that peers compare.</summary>
    internal static Step ReadStep(ref CanonicalReader reader)
    {
        var number = reader.Int32();
        if (number is < 1 or > StepMax)
            reader.Fail($"a step must be 1..{StepMax}, not {number}.");
        return new Step(number);
    }
}
