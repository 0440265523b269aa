using System.Collections.Immutable;
using PoR.Consensus.Certificates;
using PoR.Consensus.Sortition;
using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Genesis;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Simulation.Worlds;

namespace PoR.Chain.Tests;

/// <summary>All members of a simulated network, who sign whatever they are shown: what is left is the re-run.</summary>
internal sealed class MadCommittee(GenesisDocument genesis, ulong seed)
{
    private readonly ModelCryptography _cryptography = new();

    public CertifiedBlock Certify(CommitteeView view, Block block)
    {
        var value = block.IsEmpty ? null : new BlockValue(block.Digest, block.Header.Proposer!.Leader);
        var step = value is null ? Step.BlockDecision : Step.BbaStart;
        var checks = new CryptographyChecks(_cryptography);
        var bit = value is null ? (byte)1 : (byte)0;
        var votes = Enumerable.Range(0, genesis.Accounts.Length)
            .Select(i => VoteVerifier.Verify(Vote(i, view, step, value, bit), view, checks))
            .OfType<VoteVerdict.Accepted>()
            .Select(accepted => accepted.Vote)
            .ToImmutableArray();
        return new CertifiedBlock(block, value is null
            ? CertificateBuilder.OfEmptyBlock(view, step, block.Digest, votes)
            : CertificateBuilder.OfBlock(view, step, value, Ticket(value.Leader, view), votes));
    }

    public UnverifiedVote Vote(int who, CommitteeView view, Step step, BlockValue? value, byte? bit)
    {
        var keys = SimulatedKeys.Of(_cryptography, seed, who);
        var ballot = new Ballot(
            view.Network, view.Round, step, view.Parent, keys.PublicKey, value, bit, null,
            _cryptography.VrfProve(keys.Vrf, Credentials.Alpha(keys.PublicKey, view.Round, step, view.Seed)));
        return new UnverifiedVote(
            ballot, keys.OneTime.Sign(view.Round, step, UnverifiedVote.SigningBytes(ballot)));
    }

    public LeaderTicket Ticket(PublicKey leader, CommitteeView view)
    {
        var keys = Enumerable.Range(0, genesis.Accounts.Length)
            .Select(i => SimulatedKeys.Of(_cryptography, seed, i)).First(k => k.PublicKey == leader);
        return new LeaderTicket(
            view.Network, view.Round, view.Parent, leader,
            _cryptography.VrfProve(keys.Vrf, Credentials.Alpha(leader, view.Round, Step.BlockProposal, view.Seed)),
            _cryptography.VrfProve(keys.Vrf, Credentials.SeedAlpha(leader, view.Seed)));
    }
}
