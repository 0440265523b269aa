using System.Collections.Concurrent;
using Akka.Actor;
using PoR.Actors;
using PoR.Actors.Gossiping;
using PoR.Actors.Participants;
using PoR.Actors.Peers;
using PoR.Chain;
using PoR.Core.Genesis;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Evaluation;
using PoR.Persistence.Keys;
using PoR.TestKit;
using PoR.Wire;

namespace PoR.Persistence.Tests.Keys;

/// <summary>Keys that move between operators' databases: at no time can both sign for one step.</summary>
public sealed class KeyMoveTests(PostgreSqlServer server) : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(500);
    private readonly MasterKey _here = Rings.Master(1);
    private readonly MasterKey _there = Rings.Master(2);
    private readonly MasterKey _transfer = Rings.Master(3);

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
        _transfer.Dispose();
    }

    [Theory(
        DisplayName = "Moved keys sign nothing that was signed before; who still runs with them stores nothing more")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public async Task Moved_keys_never_sign_twice(string kind)
    {
        using var one = new Rings(kind, server);
        using var other = new Rings(kind, server);
        var made = one.Of(_here).MakeParticipants(4);
        var key = made[0].Key;
        var root = RootOf(made);
        var (leaving, arriving) = (MoveOf(one, _here), MoveOf(other, _there));
        var keptKeys = one.Of(_here).Load(key, out _)!;
        await using var runs = new Host(one, root, one.Of(_here).Load(key, out _)!);
        Assert.Equal(2, await runs.VoteAsync(step: 2));

        // The operator moves the keys, and has forgotten that a member still runs.
        var packed = leaving.Begin(key, _transfer, out var fault)!;
        Assert.Null(fault);
        Assert.True(await runs.StopsAtAsync(step: 3));
        Assert.Equal(new KeyFault.Moved(key), FaultOf(one, _here, key));
        Assert.Equal(made.Skip(1).Select(account => account.Key), one.Of(_here).Participants());

        // Neither is an actor of use that begins again with the keys that it had.
        await using (var again = new Host(one, root, keptKeys))
            Assert.True(await again.IsSilentAsync(step: 4));
        Assert.Equal(1, one.Ask("select count(*) from journal where manifest = 'ballot-signed/1'"));

        // A crash after the first half: the same keys are given again, until they are known to be elsewhere.
        Assert.Equal(packed.Name, leaving.Begin(key, _transfer, out _)!.Name);
        leaving.End(key);
        Assert.Null(leaving.Begin(key, _transfer, out fault));
        Assert.Equal(new KeyFault.Moved(key), fault);
        Assert.Equal(0, one.Ask("select length(sealed) from account_key where kind = 4"));

        Assert.IsType<KeyFault.AnotherMasterKey>(arriving.TakeIn(packed, _there));
        Assert.Null(arriving.TakeIn(packed, _transfer));
        Assert.Equal(new KeyFault.Present(key), arriving.TakeIn(packed, _transfer));
        var keys = other.Of(_there).Load(key, out _)!;
        Assert.False(keys.OneTime.CanSign(new Round(1), new Step(2)));
        await using (var elsewhere = new Host(other, root, keys))
        {
            Assert.True(await elsewhere.IsSilentAsync(step: 2));
            Assert.Equal(3, await elsewhere.VoteAsync(step: 3));
        }

        // And back again: what was silent here may speak, but not on what was said elsewhere.
        var back = arriving.Begin(key, _transfer, out _)!;
        Assert.Null(leaving.TakeIn(back, _transfer));
        arriving.End(key);
        await using var returned = new Host(one, root, one.Of(_here).Load(key, out _)!);
        Assert.True(await returned.IsSilentAsync(step: 3));
        Assert.Equal(4, await returned.VoteAsync(step: 4));
    }

    [Theory(DisplayName = "Keys that are not there, or under another master key, do not move, and nothing is written")]
    [InlineData("SQLite")]
    [InlineData("PostgreSQL")]
    public void Wrong_moves_change_nothing(string kind)
    {
        using var rings = new Rings(kind, server);
        var key = rings.Of(_here).MakeParticipants(1)[0].Key;

        Assert.Null(MoveOf(rings, _here).Begin(default, _transfer, out var fault));
        Assert.Equal(new KeyFault.Absent(default), fault);
        Assert.Null(MoveOf(rings, _there).Begin(key, _transfer, out fault));
        Assert.IsType<KeyFault.AnotherMasterKey>(fault);
        Assert.Equal(0, rings.Ask("select count(*) from journal"));
        Assert.Null(FaultOf(rings, _here, key));
    }

    private static KeyMove MoveOf(Rings rings, MasterKey master) => new(rings.Database, rings.Of(master), master);

    private static KeyFault? FaultOf(Rings rings, MasterKey master, Core.Identities.PublicKey key)
    {
        rings.Of(master).Load(key, out var fault);
        return fault;
    }

    private static Branch RootOf(IEnumerable<PublicAccount> accounts) => Branch.Of(new GenesisDocument(
        "test", Cast.Everyone, EvaluationModel.Embedded.Digest, false, new Seed(default), new Timestamp(0),
        [
            .. accounts.Select(account => new GenesisAccount(
                account.Key, account.VrfKey, account.OneTimeRoot, 10, 0, Round.Genesis)),
        ]));

    /// <summary>An ordinary system with one participant, whose gossip is this test.</summary>
    private sealed class Host : IAsyncDisposable
    {
        private readonly ActorSystem _system;
        private readonly IActorRef _participant;
        private readonly Branch _root;
        private readonly BlockingCollection<object> _heard = [];

        public Host(Rings rings, Branch root, ParticipantKeys keys)
        {
            _root = root;
            _system = rings.NewSystem();
            var ear = _system.ActorOf(Props.Create(() => new Ear(_heard)));
            var services = new Cast(1).Services() with { Cryptography = new SodiumCryptography() };
            _participant = _system.ActorOf(ParticipantActor.Props(
                new PeerActors(new NodeId(0)) { Gossip = ear }, keys, services));
            ear.Tell(_participant);
        }

        /// <summary>Opens a step of round 1 to the participant, which is selected.</summary>
        /// <returns>The step of the vote that left it.</returns>
        public Task<int> VoteAsync(int step) => Task.Run(() =>
        {
            _participant.Tell(Opened(step));
            var heard = Assert.IsType<GossipMessage.Publish>(Heard(s_limit));
            return Assert.IsType<PeerMessage.VoteSent>(heard.Message).Vote.Ballot.Step.Number;
        });

        /// <summary>Whether the participant, which is selected, has no word for a step of round 1.</summary>
        public async Task<bool> IsSilentAsync(int step)
        {
            _participant.Tell(Opened(step));
            await _participant.Ask<ActorIdentity>(new Identify(step), s_limit);
            return await Task.Run(() => Heard(s_silence) is null);
        }

        /// <summary>Whether the participant stops without a word.</summary>
        public Task<bool> StopsAtAsync(int step)
        {
            _participant.Tell(Opened(step));
            return Task.Run(() => Heard(s_limit) is Terminated);
        }

        public async ValueTask DisposeAsync() => await _system.Terminate().WaitAsync(s_limit);

        private ParticipantMessage.VoteStepOpened Opened(int step) =>
            new(_root.View, new Step(step), null, step > 3 ? (byte)1 : null, null);

        private object? Heard(TimeSpan limit) => _heard.TryTake(out var heard, limit) ? heard : null;
    }

    private sealed class Ear : ReceiveActor
    {
        public Ear(BlockingCollection<object> heard)
        {
            Receive<IActorRef>(watched => Context.Watch(watched));
            ReceiveAny(heard.Add);
        }
    }
}
