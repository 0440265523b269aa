using PoR.Consensus.Sortition;
using PoR.Core.Admission;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Ledger.State;

namespace PoR.Actors.Participants;

/// <summary>What a participant signs so that newcomers can join, and to join itself (D41).</summary>
internal static class Joining
{
    /// <summary>An account asks again when so many terms of a right have passed.</summary>
    private const int TermsOfRequest = 2;

    /// <summary>Asks for a sponsor.</summary>
    /// <returns>Null when none is needed, or no request is due in this round.</returns>
    public static SponsorshipRequest? Request(ICryptography cryptography, ParticipantKeys keys, LedgerState state)
    {
        if (state.Parameters.Admission is not { } admission
            || state.FindAccount(keys.PublicKey)?.RegisteredRound is not null
            || state.Round.Number % admission.RightRounds != 0)
            return null;
        var (network, newcomer) = (state.Genesis.Network, NewcomerOf(keys));
        var last = state.Round + (TermsOfRequest * (long)admission.RightRounds);
        var message = SponsorshipRequest.SigningBytes(network, newcomer, "", last);
        return new SponsorshipRequest(network, newcomer, "", last, cryptography.Sign(keys.Account, message));
    }

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

    /// <summary>Joins by a sponsor's word.</summary>
    public static SignedTransaction Register(
        ICryptography cryptography, ParticipantKeys keys, LedgerState state, Sponsorship sponsorship)
    {
        var newcomer = NewcomerOf(keys);
        var registration = new Transaction.Registration(
            state.Genesis.Network,
            keys.PublicKey,
            (state.FindAccount(keys.PublicKey)?.LastSequence ?? 0) + 1,
            sponsorship.Right.Round + state.Parameters.Admission!.RightRounds,
            newcomer.VrfKey,
            newcomer.OneTimeRoot,
            sponsorship);
        return new SignedTransaction(
            registration, cryptography.Sign(keys.Account, SignedTransaction.SigningBytes(registration)));
    }

    private static NewcomerKeys NewcomerOf(ParticipantKeys keys) =>
        new(keys.PublicKey, keys.Vrf.PublicKey, keys.OneTime.Root);
}
