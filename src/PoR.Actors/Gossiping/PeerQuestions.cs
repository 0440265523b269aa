using PoR.Wire;

namespace PoR.Actors.Gossiping;

/// <summary>
/// What this peer has asked others, and how much others may ask it. An answer counts only while a question to the same
/// peer is without one, and each peer's questions have a share of this peer's time.
/// </summary>
/// <remarks>
/// Whoever says where it stands also asks: a peer that is ahead answers with what is missing (D10). Questions are
/// counted without an end in time, since a cut that delays may hold an honest answer for as long as it lasts. For the
/// same reason a peer that is back from a crash takes it that its former life has asked everybody.
/// </remarks>
internal sealed class PeerQuestions
{
    /// <summary>
    /// Most questions of one kind to one peer that may be without an answer; further ones do not count.
    /// </summary>
    public const int UnansweredMax = 1_024;

    /// <summary>So many questions of a peer are heard at once, where it has asked nothing for a while.</summary>
    public const int Burst = 16;

    /// <summary>
    /// Then one in so long. A peer that catches up asks again when it has checked and stored 8 blocks, which takes 6 ms
    /// and more.
    /// </summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Blocks that a peer has asked for cost its share, too: a question of 2 KB may ask for 64 MiB. So much is more
    /// than a peer that catches up can check.
    /// </summary>
    public const int AnswerBytesPerSecond = 64 * 1024 * 1024;

    private readonly Dictionary<NodeId, Account> _accounts = [];
    private int _askedBefore;

    /// <summary>A former life of this peer may have asked others; nobody knows whom, and how often.</summary>
    public void OnBack()
    {
        _askedBefore = UnansweredMax;
        foreach (var account in _accounts.Values)
            (account.Chains, account.Blocks) = (_askedBefore, _askedBefore);
    }

    /// <summary>This peer says something to another one.</summary>
    /// <param name="to">The other one.</param>
    /// <param name="message">What.</param>
    /// <param name="now">By the clock that never steps.</param>
    public void OnSaid(NodeId to, EncodedMessage message, TimeSpan now)
    {
        switch (message.Message)
        {
            case PeerMessage.ChainRequested or PeerMessage.Repeated or PeerMessage.CertificateSent:
                var chain = Of(to);
                chain.Chains = Math.Min(chain.Chains + 1, UnansweredMax);
                break;
            case PeerMessage.BlockRequested:
                var block = Of(to);
                block.Blocks = Math.Min(block.Blocks + 1, UnansweredMax);
                break;
            case PeerMessage.ChainSent or PeerMessage.BlockSent:
                var asker = Of(to);
                asker.FreeAt = (asker.FreeAt > now ? asker.FreeAt : now)
                    + (TimeSpan.FromSeconds(1) * message.Length / AnswerBytesPerSecond);
                break;
            default:
                break; // Nothing that is only said to whoever asks follows from it.
        }
    }

    /// <summary>A peer answers.</summary>
    /// <returns>False: it was not asked.</returns>
    public bool IsAsked(NodeId from, PeerMessage answer)
    {
        var account = Of(from);
        var isChain = answer is PeerMessage.ChainSent;
        if ((isChain ? account.Chains : account.Blocks) == 0)
            return false;
        if (isChain)
            account.Chains--;
        else
            account.Blocks--;
        return true;
    }

    /// <summary>A peer asks.</summary>
    /// <param name="from">Who.</param>
    /// <param name="now">By the clock that never steps.</param>
    /// <returns>False: it has asked too much lately.</returns>
    public bool MayAsk(NodeId from, TimeSpan now)
    {
        var account = Of(from);
        var free = account.FreeAt > now ? account.FreeAt : now;
        if (free - now > (Burst - 1) * Interval)
            return false;
        account.FreeAt = free + Interval;
        return true;
    }

    private Account Of(NodeId peer)
    {
        if (!_accounts.TryGetValue(peer, out var account))
            _accounts.Add(peer, account = new Account { Chains = _askedBefore, Blocks = _askedBefore });
        return account;
    }

    private sealed class Account
    {
        public int Chains { get; set; }

        public int Blocks { get; set; }

        public TimeSpan FreeAt { get; set; }
    }
}
