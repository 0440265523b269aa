using PoR.Core.Admission;

namespace PoR.Wire;

/// <content>How newcomers and sponsors find each other (D41).</content>
public abstract partial record PeerMessage
{
    /// <summary>An account looks for a sponsor.</summary>
    public sealed record SponsorshipRequested(SponsorshipRequest Request) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.SponsorshipRequested;

        /// <inheritdoc/>
        public override bool IsUrgent => false;

        /// <inheritdoc/>
        public override bool IsHeardOnce => true;
    }

    /// <summary>A holder of a right admits an account, whose own registration must carry its word.</summary>
    public sealed record SponsorshipOffered(NewcomerKeys Newcomer, Sponsorship Sponsorship) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.SponsorshipOffered;

        /// <inheritdoc/>
        public override bool IsUrgent => false;

        /// <inheritdoc/>
        public override bool IsHeardOnce => true;
    }
}
