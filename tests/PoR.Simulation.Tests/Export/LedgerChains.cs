using System.Collections.Immutable;
using AkkaSimulation.Networks;
using PoR.Actors.Messages;
using PoR.Consensus.EvidenceRules;
using PoR.Core.Agreement;
using PoR.Core.Genesis;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;

namespace PoR.Simulation.Tests.Export;

/// <summary>Chains with evidence, newcomers, payments, sampled committees and real cryptography.</summary>
internal static class LedgerChains
{
    /// <summary>
    /// A leader without confidence, an account that contradicts itself, twice, and the end of both terms.
    /// </summary>
    public static ComposedChain WithEvidence()
    {
        var chain = new ComposedChain(new Cast(20, ProtocolParameters.Hardened with
        {
            LookBackRounds = 2, StakeLookBackRounds = 2, BlacklistRounds = 8, EvidenceRounds = 4,
        }));
        chain.Say(10_000, Enumerable.Range(0, 10).Select(who => new Saying(who)));
        chain.Add(10_000, [NoConfidence(chain, 3, round: 1)]);
        Assert.Equal((false, 10L), (chain.IsMember(3), chain.Account(3).EvidenceBlacklistedUntil.Number));
        chain.Add(10_000, [Contradiction(chain, 7, round: 2)], chain.Pay(3, chain.Cast[4], 10));
        chain.Empty();
        chain.Add(10_000, [Contradiction(chain, 7, round: 1)]); // Four rounds back: the last that may carry it.
        Assert.Equal(13, chain.Account(7).EvidenceBlacklistedUntil.Number); // A repeat extends.
        chain.Add(10_000, [Contradiction(chain, 9, round: 5), NoConfidence(chain, 8, round: 4)]);
        chain.Say(10_000, new Saying(1), new Saying(2) { IsAngry = true });
        chain.Empty(3);
        Assert.True(chain.IsMember(3)); // Round 11: the term has ended.
        chain.Empty(2);
        chain.Say(10_000, new Saying(3));
        Assert.True(chain.IsMember(7));
        return chain;
    }

    /// <summary>
    /// Wrong credentials: of another step, of another account, in a proposer's ballot, in a form that its step does not
    /// know, in the last round that a block may still show; beside a contradiction of the same round.
    /// </summary>
    public static ComposedChain WithWrongCredentials()
    {
        var chain = new ComposedChain(new Cast(20, ProtocolParameters.Hardened with
        {
            LookBackRounds = 2, StakeLookBackRounds = 2, BlacklistRounds = 6, EvidenceRounds = 3,
        }));
        chain.Say(10_000, new Saying(0), new Saying(1));
        chain.Add(10_000, [WrongCredential(chain, 3, round: 1)], chain.Signed(new Saying(3), 20_000));
        Assert.Equal((false, 8L), (chain.IsMember(3), chain.Account(3).EvidenceBlacklistedUntil.Number));
        chain.Add(
            10_000,
            [
                new Evidence.WrongCredential(chain.Cast.Sign(5, Honest(chain, 5, 2, Step.BbaStart).Ballot with
                {
                    Credential = Honest(chain, 5, 2, Step.BlockDecision).Ballot.Credential,
                })),
                new Evidence.WrongCredential(chain.Cast.Sign(6, Honest(chain, 6, 1, Step.LeaderSelection).Ballot with
                {
                    Credential = Honest(chain, 7, 1, Step.LeaderSelection).Ballot.Credential,
                })),
            ]);
        chain.Empty();
        chain.Add(
            10_000,
            [
                WrongCredential(chain, 8, round: 2, Step.BlockProposal), Contradiction(chain, 8, round: 2),
                WrongCredential(chain, 9, round: 4, new Step(70_000)),
            ]);
        Assert.All([5, 6, 8, 9], who => Assert.False(chain.IsMember(who)));
        chain.Empty(3);
        Assert.True(chain.IsMember(3)); // Round 9: the term has ended.
        chain.Say(10_000, new Saying(3));
        return chain;
    }

    /// <summary>
    /// Numbers at both ends of the window and of what may lie above it, in any order; a replaced payment; reviews
    /// behind their predecessors, and reviews out of order.
    /// </summary>
    public static ComposedChain WithSequences()
    {
        var chain = new ComposedChain(new Cast(6, ProtocolParameters.Hardened));
        SignedTransaction Pay(int from, ulong number) => chain.Pay(from, chain.Cast[5], 1, number);

        var replaced = Pay(0, 2);
        chain.Add(10_000, Pay(0, 3), Pay(1, 1_024), Pay(2, 65));
        chain.Add(10_000, Pay(0, 1), Pay(1, 960), Pay(1, 2_048), Pay(2, 1));
        chain.Add(
            10_000, chain.Cast.Signed(0, Pay(0, 2).Body with { Replaces = replaced.Id }), Pay(1, 1_984),
            Pay(2, 64), Pay(2, 129));
        Assert.Equal(
            [(3ul, 3ul), (2_048ul, 1ul << 63), (129ul, 1ul << 63)],
            new[] { 0, 1, 2 }.Select(who => (chain.Account(who).LastSequence, chain.Account(who).UsedBelow)));
        chain.Say(
            60_000,
            new Saying(3) { Number = 1, OffsetMs = -10_000 }, new Saying(3) { Number = 2, After = 1 },
            new Saying(4) { Number = 5 }, new Saying(4) { Number = 6, After = 5, OffsetMs = 5_000 });
        chain.Say(
            60_000, new Saying(3) { Number = 9, After = 1, OffsetMs = -65_000 }, new Saying(4) { Number = 2 });
        chain.Say(
            60_000, new Saying(3) { Number = 8, After = 2 }, new Saying(4) { Number = 3, OffsetMs = 10_000 },
            new Saying(4) { Number = 4, OffsetMs = 5_000 },
            new Saying(4, BehaviourFlags.ShortInterval) { Number = 7, OffsetMs = 1 });
        return chain;
    }

    /// <summary>Accounts that come by a registration, by a review and by a payment, and vote after k rounds.</summary>
    public static ComposedChain WithNewcomers()
    {
        var cast = new Cast([.. Enumerable.Repeat(2L, 8)], ProtocolParameters.Paper with
        {
            MinimumStakeQuantile = new Ratio(0, 1), LookBackRounds = 3, StakeLookBackRounds = 3,
        });
        var newcomers = new Cast(cast.Genesis, seed: 99, participants: 4);
        var chain = new ComposedChain(cast, newcomers);
        chain.Add(10_000, chain.Register(0), chain.Pay(0, newcomers[1], 300), chain.Pay(1, newcomers[2], 5));
        chain.Add(
            10_000, chain.Register(1), chain.Pay(1, newcomers[0], 100, newcomers),
            chain.Signed(new Saying(3), 20_000, newcomers), chain.Signed(new Saying(0), 20_000, newcomers));
        chain.Add(
            10_000, chain.Register(3), chain.Signed(new Saying(1), 30_000, newcomers), chain.Pay(0, cast[1], 700),
            chain.Register(2)); // It has money and keys, and never writes.
        chain.Empty();
        for (var i = 0; i < 4; i++)
            chain.Add(10_000, chain.Signed(new Saying(i), 10_000 * (i + 4), newcomers));
        Assert.Equal(
            [true, true, false, true],
            Enumerable.Range(0, 4).Select(who => chain.Branch.View.Find(newcomers[who]) is not null));
        Assert.Contains(
            chain.Blocks, b => b.Certificate.Votes.Any(vote => newcomers.Has(vote.Ballot.Sender)));
        return chain;
    }

    /// <summary>
    /// Newcomers by rights of the last round and of the oldest that can be used, two of one round; they age, one of
    /// them contradicts itself twice and costs its sponsor half once, another too late.
    /// </summary>
    public static ComposedChain WithSponsors()
    {
        var cast = new Cast(12, ProtocolParameters.Hardened with
        {
            Admission = new AdmissionParameters
            {
                Rate = new Ratio(1, 2), RightRounds = 4, AgeingRounds = 12, LiabilityRounds = 7,
            },
            LookBackRounds = 2, StakeLookBackRounds = 2, BlacklistRounds = 3,
        });
        var newcomers = new Cast(cast.Genesis, seed: 99, participants: 4);
        var chain = new ComposedChain(cast, newcomers);
        chain.Say(10_000, new Saying(0), new Saying(1) { IsAngry = true });
        chain.Add(10_000, chain.RegisterBy(0, round: 1), chain.RegisterBy(1, round: 1, right: 1));
        chain.Add(
            10_000, chain.Signed(new Saying(0), 30_000, newcomers), chain.Signed(new Saying(1), 30_000, newcomers),
            chain.RegisterBy(2, round: 2));
        chain.Add(10_000, chain.Signed(new Saying(2), 40_000, newcomers));
        chain.Empty();
        chain.Add(10_000, chain.RegisterBy(3, round: 2, right: 1));
        var (first, second) = (chain.State.FindAccount(newcomers[0])!.Sponsor!.Value, newcomers[1]);
        var before = chain.State.FindAccount(first)!.Reputation;
        chain.Add(10_000, [Contradiction(chain, 0, round: 6, newcomers)]);
        chain.Add(10_000, [Contradiction(chain, 0, round: 5, newcomers)]);
        Assert.Equal(before / 2, chain.State.FindAccount(first)!.Reputation);
        chain.Empty();
        before = chain.State.FindAccount(chain.State.FindAccount(second)!.Sponsor!.Value)!.Reputation;
        chain.Add(10_000, [Contradiction(chain, 1, round: 9, newcomers)]); // Eight rounds after its entry.
        Assert.Equal(before, chain.State.FindAccount(chain.State.FindAccount(second)!.Sponsor!.Value)!.Reputation);
        for (var i = 0; i < 6; i++)
            chain.Add(10_000, chain.Signed(new Saying(2), chain.State.Time.Milliseconds + 10_000, newcomers));
        Assert.Contains(chain.Blocks, b => b.Certificate.Votes.Any(vote => newcomers.Has(vote.Ballot.Sender)));
        return chain;
    }

    /// <summary>Committees by lot among accounts of very different weight; tokens, if asked for.</summary>
    public static ComposedChain Sampled(StakeKind kind)
    {
        var chain = new ComposedChain(new Cast(
            [.. Enumerable.Range(0, 30).Select(i => 1L + (i * i % 97))],
            ProtocolParameters.Paper with
            {
                CommitteeSize = 60, ExpectedProposers = 8, StakeKind = kind, StakeLookBackRounds = 4,
            }));
        for (var i = 0; i < 20; i++)
        {
            if (i % 6 == 4)
                chain.Empty();
            else
                chain.Say(10_000, Enumerable.Range(i, 3).Select(who => new Saying(who % 30) { IsAngry = i % 5 == 0 }));
        }

        return chain;
    }

    /// <summary>Few members with real keys, sampled; evidence, an empty block, a payment, anger.</summary>
    public static ComposedChain OfRealCryptography()
    {
        var chain = new ComposedChain(new Cast(
            [10, 20, 30, 40, 50, 60],
            ProtocolParameters.Hardened with { CommitteeSize = 60, ExpectedProposers = 20, StakeLookBackRounds = 2 },
            cryptography: new SodiumCryptography()));
        chain.Say(10_000, new Saying(0), new Saying(1) { IsAngry = true });
        chain.Add(10_000, chain.Pay(2, chain.Cast[3], 17));
        chain.Empty();
        chain.Add(
            10_000, [Contradiction(chain, 5, round: 3), WrongCredential(chain, 5, round: 2)],
            chain.Signed(new Saying(5), 30_000));
        chain.Say(10_000, new Saying(4));
        return chain;
    }

    /// <summary>What eight simulated nodes have decided, of which one leader lied.</summary>
    public static (GenesisDocument Genesis, ImmutableArray<CertifiedBlock> Blocks) Simulated()
    {
        using var world = new TestWorld(
            Lab.Nodes(8, "run.reviews-per-round=4"), new InstantNetwork(), Lab.FirstLie(1));
        world.Until(() => world.Facts.OfType<Fact.BlockCertified>().Any(fact => !fact.Block.Evidence.IsEmpty));
        world.Pass(TimeSpan.FromSeconds(10));
        return (world.World.Population.Genesis, [.. world.Blocks(1)]);
    }

    /// <summary>Step-3 votes of a past round against a block that nobody has seen.</summary>
    private static Evidence.NoConfidence NoConfidence(ComposedChain chain, int leader, int round)
    {
        var (view, cast) = (chain.Before(round - 1).View, chain.Cast);
        var value = cast.ValueOf(leader, $"bad block {round}");
        var votes = view.Members.Select(member => cast.Verified(
            cast.Vote(cast.NumberOf(member.Key), view, Step.BlockVerification, null, noConfidence: value), view));
        return EvidenceBuilder.NoConfidence(view, value, votes)!;
    }

    /// <summary>A vote of a past round whose sender signed a credential that proves nothing.</summary>
    public static Evidence.WrongCredential WrongCredential(
        ComposedChain chain, int who, int round, Step? step = null) =>
        new(chain.Cast.WithWrongCredential(Honest(chain, who, round, step ?? Step.LeaderSelection)));

    private static UnverifiedVote Honest(ComposedChain chain, int who, int round, Step step) =>
        chain.Cast.Vote(who, chain.Before(round - 1).View, step, null, step.CarriesBit ? (byte)1 : null);

    public static Evidence.Contradiction Contradiction(ComposedChain chain, int who, int round, Cast? of = null)
    {
        var (view, cast) = (chain.Before(round - 1).View, of ?? chain.Cast);
        return EvidenceBuilder.Contradiction(
            cast.Vote(who, view, Step.LeaderSelection, cast.ValueOf(1)),
            cast.Vote(who, view, Step.LeaderSelection, null));
    }
}
