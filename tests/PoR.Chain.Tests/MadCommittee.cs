using System.Collections.Immutable;
using PoR.Actors.Participants;
using PoR.Actors.Tests.Stages;
using PoR.Consensus.Certificates;
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

    public UnverifiedVote Vote(int who, CommitteeView view, Step step, BlockValue? value, byte? bit) =>
        Keys(who).Vote(_cryptography, view, step, value, bit);

    public LeaderTicket Ticket(PublicKey leader, CommitteeView view) =>
        Enumerable.Range(0, genesis.Accounts.Length).Select(Keys).First(k => k.PublicKey == leader)
            .Ticket(_cryptography, view);

    private ParticipantKeys Keys(int who) => SimulatedKeys.Of(_cryptography, seed, who);
}
