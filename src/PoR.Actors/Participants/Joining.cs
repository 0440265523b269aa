using PoR.Consensus.Sortition;
using PoR.Core.Admission;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Ledger.State;

namespace PoR.Actors.Participants;

/// <summary>How an account that is not registered comes to be (D41).</summary>
internal sealed class Joining(ICryptography cryptography, ParticipantKeys keys)
{
    private LedgerState? _state;
    private Round _askAgain;
    private Sponsorship? _sponsorship;
    private ulong _submitted; // The sequence number of the registration under way; 0 for none.

    private NewcomerKeys Newcomer => new(keys.PublicKey, keys.Vrf.PublicKey, keys.OneTime.Root);

    /// <summary>Uses a right for an account.</summary>
    public static Sponsorship Sponsor(
        ICryptography cryptography, ParticipantKeys keys, NetworkId network, ParticipantMessage.Sponsor sponsor)
    {
        var (right, seed, newcomer) = sponsor;
        var alpha = Credentials.Alpha(keys.PublicKey, right.Round, Step.BlockProposal, seed);
        return new Sponsorship(
            right, seed, cryptography.VrfProve(keys.Vrf, alpha),
            cryptography.Sign(keys.Account, Sponsorship.SigningBytes(network, right, seed, newcomer)));
    }

    /// <summary>Asks for a sponsor, again when as long as a right lasts has passed.</summary>
    /// <param name="state">After the tip.</param>
    /// <returns>Null when none is needed, or none is due.</returns>
    public SponsorshipRequest? Request(LedgerState state)
    {
        _state = state;
        if (state.Parameters.Admission is not { RightRounds: var term } || state.Round < _askAgain)
            return null;
        var lifetime = state.Parameters.TransactionLifetimeRounds;
        var (network, last) = (state.Genesis.Network, state.Round + Math.Min(2L * term, lifetime));
        _askAgain = state.Round + Math.Max(1, Math.Min(term, lifetime / 2));
        var message = SponsorshipRequest.SigningBytes(network, Newcomer, "", last);
        return new SponsorshipRequest(network, Newcomer, "", last, cryptography.Sign(keys.Account, message));
    }

    /// <summary>Somebody admits it, by a right that has been checked; it keeps the word.</summary>
    public void Take(Sponsorship sponsorship) => (_sponsorship, _submitted) = (sponsorship, 0);

    /// <summary>
    /// Joins by a sponsor's word, as soon as this node's chain has the right's round, and once more if another
    /// transaction has used the number.
    /// </summary>
    /// <returns>Null when there is no word, or the registration is under way.</returns>
    public SignedTransaction? Register()
    {
        if (_state is not { Parameters.Admission: { } admission } state || _sponsorship is not { Right: var right }
            || state.Round < right.Round || state.Round >= right.Round + admission.RightRounds || state.IsUsed(right))
            return null;
        var sequence = (state.FindAccount(keys.PublicKey)?.LastSequence ?? 0) + 1;
        if (sequence == _submitted)
            return null;
        _submitted = sequence;
        var registration = new Transaction.Registration(
            state.Genesis.Network,
            keys.PublicKey,
            sequence,
            right.Round + admission.RightRounds,
            Newcomer.VrfKey,
            Newcomer.OneTimeRoot,
            _sponsorship);
        return new SignedTransaction(
            registration, cryptography.Sign(keys.Account, SignedTransaction.SigningBytes(registration)));
    }
}
