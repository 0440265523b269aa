using System.Collections.Immutable;
using PoR.Core.Agreement;
using PoR.Core.Canonical;
using PoR.Core.Rounds;

namespace PoR.Wire;

/// <content>What peers say to find who has said two things in one step (D39), and of whom they have caught.</content>
public abstract partial record PeerMessage
{
    /// <summary>Which votes the sender has heard in a round: a digest for each step.</summary>
    /// <param name="Parent">H(B^{r−1}): names round and branch.</param>
    /// <param name="Steps">In ascending order; steps of which nothing was heard are left out.</param>
    public sealed record VotesHeard(BlockDigest Parent, ImmutableArray<HeardStep> Steps) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.VotesHeard;

        /// <inheritdoc/>
        public override bool IsUrgent => true;
    }

    /// <summary>
    /// The answer to a peer that has heard other votes of a step: all votes of it that the sender has heard.
    /// </summary>
    /// <param name="Parent">H(B^{r−1}): names round and branch.</param>
    /// <param name="Step">The step.</param>
    /// <param name="Votes">In ascending order of members, each once.</param>
    public sealed record VotesListed(BlockDigest Parent, Step Step, ImmutableArray<HeardVote> Votes) : PeerMessage
    {
        /// <summary>Most votes in one list.</summary>
        public const int VotesMax = 65_536;

        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.VotesListed;

        /// <inheritdoc/>
        public override bool IsUrgent => false;
    }

    /// <summary>Proof that somebody has said two things in one step; heard once and passed on.</summary>
    public sealed record ContradictionSent(Evidence.Contradiction Evidence) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.ContradictionSent;

        /// <inheritdoc/>
        public override bool IsUrgent => true;

        /// <inheritdoc/>
        public override bool IsHeardOnce => true;
    }

    /// <summary>Proof that somebody has signed a wrong credential (D15); heard once and passed on.</summary>
    public sealed record WrongCredentialSent(Evidence.WrongCredential Evidence) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.WrongCredentialSent;

        /// <inheritdoc/>
        public override bool IsUrgent => true;

        /// <inheritdoc/>
        public override bool IsHeardOnce => true;
    }

    private static VotesHeard? ReadHeard(ref CanonicalReader reader)
    {
        var heard = new VotesHeard(
            new BlockDigest(reader.Fixed32()), reader.List<HeardStep>(HeardStep.StepMax));
        for (var i = 1; i < heard.Steps.Length; i++)
        {
            if (heard.Steps[i - 1].Step >= heard.Steps[i].Step)
                reader.Fail("steps must ascend.");
        }

        return reader.Fault is null ? heard : null;
    }

    private static void WriteListed(CanonicalWriter writer, VotesListed listed)
    {
        writer.Fixed(listed.Parent.Bytes);
        writer.Int32(listed.Step.Number);
        writer.List(listed.Votes);
    }

    private static VotesListed? ReadListed(ref CanonicalReader reader)
    {
        var listed = new VotesListed(
            new BlockDigest(reader.Fixed32()), HeardStep.ReadStep(ref reader),
            reader.List<HeardVote>(VotesListed.VotesMax));
        for (var i = 1; i < listed.Votes.Length; i++)
        {
            if (listed.Votes[i - 1].Member >= listed.Votes[i].Member)
                reader.Fail("members must ascend.");
        }

        return reader.Fault is null ? listed : null;
    }

    private static ContradictionSent? ReadContradiction(ref CanonicalReader reader)
    {
        var first = UnverifiedVote.Read(ref reader);
        var second = UnverifiedVote.Read(ref reader);
        return first is null || second is null ? null : new ContradictionSent(new(first, second));
    }
}
