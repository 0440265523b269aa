using System.Collections.Immutable;
using Akka.Actor;
using PoR.Actors.Links;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Wire;

namespace PoR.Actors.Gossiping;

/// <summary>What a node's own actors ask of its gossip. Closed: every case is nested here.</summary>
public abstract record GossipMessage
{
    private GossipMessage()
    {
    }

    /// <summary>
    /// Send this to the network and to this node itself, since a node handles its own messages like those of others.
    /// </summary>
    public sealed record Publish(PeerMessage Message) : GossipMessage;

    /// <summary>
    /// This message of a peer was found valid: pass it on once, where peers hear each other hop by hop.
    /// </summary>
    public sealed record Relay(PeerMessage Message) : GossipMessage;

    /// <summary>
    /// This node has ended a round: tell the certificate at once to all peers that have not told it themselves, or,
    /// where all would take too long, to a few that pass it on.
    /// </summary>
    public sealed record Announce(Certificate Certificate) : GossipMessage;

    /// <summary>
    /// A peer is several rounds behind. Send it blocks if it is among the few peers that this node passes certificates
    /// on to: all nodes hear of it, and a few answers are enough.
    /// </summary>
    public sealed record HelpBehind(NodeId Peer, ImmutableArray<CertifiedBlock> Blocks) : GossipMessage;

    /// <summary>This message bears no valid signature or credential: who has said it is at fault.</summary>
    public sealed record Forged(PeerMessage Message) : GossipMessage;

    /// <summary>
    /// There is no room for this message of a peer now: it does not count as heard, so that it is taken when it is
    /// repeated.
    /// </summary>
    public sealed record NotTaken(PeerMessage Message) : GossipMessage;

    /// <summary>A vote that came before its round was open: it is heard as if it came now.</summary>
    public sealed record HeardEarly(UnverifiedVote Vote, NodeId From) : GossipMessage;

    /// <summary>A peer has done what no honest peer does.</summary>
    public sealed record AtFault(NodeId Peer, PeerFault Fault) : GossipMessage;

    /// <summary>Tell a peer at once where this node stands, as it is told to one that was silent.</summary>
    public sealed record Greet(NodeId Peer) : GossipMessage;

    /// <summary>Say this to one node.</summary>
    public sealed record SendTo(NodeId Peer, PeerMessage Message) : GossipMessage;

    /// <summary>
    /// Ask a peer, another one each time, and also the peer that last passed on a message of this leader. That peer
    /// certainly has the message; after a cut it may be the only one.
    /// </summary>
    /// <param name="Message">The question.</param>
    /// <param name="Leader">Whose ticket, proposal or block is missing; null when it is nobody's.</param>
    public sealed record AskSome(PeerMessage Message, PublicKey? Leader = null) : GossipMessage;

    /// <summary>The node's open round; what was said in earlier ones is not repeated any more.</summary>
    /// <param name="View">Who may speak in round r, on which branch.</param>
    /// <param name="Certificate">CERT^{r−1} and its block; null in the first round.</param>
    public sealed record RoundOpened(CommitteeView View, CertifiedBlock? Certificate) : GossipMessage;

    /// <summary>A step of the open round has a committee: its votes go there, checked.</summary>
    /// <param name="Parent">H(B^{r−1}): names round and branch.</param>
    /// <param name="Step">The step.</param>
    /// <param name="Committee">Takes <see cref="Services.VotesChecked"/>.</param>
    public sealed record CommitteeOpened(BlockDigest Parent, Step Step, IActorRef Committee) : GossipMessage;

    /// <summary>A member has signed so many votes of one step that nothing more of it is looked at there.</summary>
    /// <param name="Parent">H(B^{r−1}): names round and branch.</param>
    /// <param name="Step">The step.</param>
    /// <param name="Member">By its place in the view.</param>
    public sealed record MemberClosed(BlockDigest Parent, Step Step, int Member) : GossipMessage;

    /// <summary>2λ have passed: re-send (D10).</summary>
    public sealed record Repeat : GossipMessage
    {
        /// <summary>The one instance.</summary>
        public static Repeat Instance { get; } = new();
    }
}
