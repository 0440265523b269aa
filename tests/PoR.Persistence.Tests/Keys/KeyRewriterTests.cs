using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Limits;
using PoR.Actors;
using PoR.Actors.Messages;
using PoR.Actors.Participants;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Persistence.Keys;

namespace PoR.Persistence.Tests.Keys;

/// <summary>One-time keys leave the store as rounds pass.</summary>
public sealed class KeyRewriterTests : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);
    private readonly MasterKey _master = Rings.Master(1);
    private readonly Memory _store = new();
    private readonly ActorSystem _system = ActorSystem.Create("keys", "akka { loglevel = OFF, stdout-loglevel = OFF }");
    private readonly BlockingCollection<Fact.StorageFailed> _told = [];

    private KeyRing Ring => new(_store, _master, new SodiumCryptography());

    public async ValueTask DisposeAsync()
    {
        await _system.Terminate().WaitAsync(s_limit);
        _master.Dispose();
        _told.Dispose();
    }

    [Fact(DisplayName =
        "D28: each hundredth round what was spent leaves the store; what fails is told, and tried again")]
    public async Task Spent_keys_leave()
    {
        var made = Ring.MakeParticipants(600);
        ImmutableArray<ParticipantKeys> keys = [.. made.Select(account => Ring.Load(account.Key, out _)!)];
        var participants = _system.ActorOf(Props.Create(() => new Participants(keys)));
        var ear = _system.ActorOf(Props.Create(() => new Ear(_told)));
        _system.EventStream.Subscribe(ear, typeof(Fact.StorageFailed));
        var rewriter = _system.ActorOf(KeyRewriterActor.Props(new NodeId(0), participants, Ring));
        await rewriter.Ask<ActorIdentity>(new Identify(0), s_limit);
        Enter(250);
        Enter(299);
        await rewriter.Ask<ActorIdentity>(new Identify(1), s_limit);
        await participants.Ask<ActorIdentity>(new Identify(1), s_limit);
        Assert.All(_store.List(), name => Assert.Equal(0, name.Version));

        _store.IsBroken = true;
        Enter(300);
        Assert.True(_told.TryTake(out var told, s_limit));
        Assert.Contains("Keys were not rewritten: broken", told.Reason, StringComparison.Ordinal);
        _store.IsBroken = false;
        Enter(399);
        Enter(401);
        await Wait.Until(() => _store.List().Count(name => name.Version > 0) == 600);
        Assert.InRange(_store.Largest, 2, 256);
        Assert.All(Ring.LoadAll(out _), loaded =>
        {
            Assert.False(loaded.OneTime.CanSign(new Round(2), new Step(2)));
            Assert.True(loaded.OneTime.CanSign(new Round(2), new Step(3)));
        });
    }

    private void Enter(long round) =>
        _system.EventStream.Publish(new Fact.RoundStarted(new NodeId(0), new Round(round), default));

    /// <summary>All participants of a peer; each has signed.</summary>
    private sealed class Participants : ReceiveActor
    {
        public Participants(ImmutableArray<ParticipantKeys> all)
        {
            Receive<ToParticipants>(_ =>
            {
                foreach (var keys in all)
                {
                    keys.OneTime.Spend(new Round(2), new Step(2));
                    Sender.Tell(KeysExported.Of(keys));
                }
            });
        }
    }

    private sealed class Ear : ReceiveActor
    {
        public Ear(BlockingCollection<Fact.StorageFailed> told) => Receive<Fact.StorageFailed>(told.Add);
    }

    /// <summary>A store that can break, and counts.</summary>
    private sealed class Memory : IKeyStore
    {
        private readonly ConcurrentDictionary<(PublicKey, KeyKind), KeyRecord> _records = [];
        private volatile bool _isBroken;

        public bool IsBroken
        {
            set => _isBroken = value;
        }

        /// <summary>How many records were stored at once.</summary>
        public int Largest { get; private set; }

        public ImmutableArray<KeyName> List() =>
            [.. All().Select(record => record.Name).Where(n => n.Kind == KeyKind.OneTime)];

        public ImmutableArray<KeyRecord> All() => [.. _records.Values.OrderBy(record => record.Name.PublicKey)];

        public ImmutableArray<KeyRecord> Of(PublicKey key) =>
            [.. _records.Values.Where(record => record.Name.PublicKey == key)];

        public bool Add(IReadOnlyList<KeyRecord> records) =>
            records.All(record => _records.TryAdd((record.Name.PublicKey, record.Name.Kind), record));

        public int Advance(IReadOnlyList<KeyRecord> records)
        {
            if (_isBroken)
                throw new IOException("broken");
            Largest = Math.Max(Largest, records.Count);
            foreach (var record in records)
                _records[(record.Name.PublicKey, record.Name.Kind)] = record;
            return records.Count;
        }

        public int Reseal(MasterKeyId from, IReadOnlyList<KeyRecord> records) => throw new NotSupportedException();
    }
}
