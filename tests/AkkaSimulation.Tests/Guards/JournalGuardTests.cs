using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Akka.Persistence.Journal;
using AkkaSimulation.Disks;

namespace AkkaSimulation.Tests.Guards;

/// <summary>
/// The simulated journal answers as Akka's own journals do: the same answers, from the same senders, in the same order.
/// </summary>
public sealed class JournalGuardTests
{
    [Theory(DisplayName = "Akka_The journal's answers to success, failure, rejection and defer come in Akka's order",
        Timeout = 60_000)]
    [InlineData("success")]
    [InlineData("failure")]
    [InlineData("rejection")]
    public async Task Akka_Journal_protocol(string outcome)
    {
        var expected = await InAkka(outcome);
        var actual = InSimulation(outcome);

        Assert.True(expected.Count > 6, string.Join(Environment.NewLine, expected));
        Assert.True(
            expected.SequenceEqual(actual),
            $"The simulated journal answers otherwise than Akka's: persistence does not behave as in "
                + $"production.{Environment.NewLine}"
            + string.Join(Environment.NewLine, expected) + $"{Environment.NewLine}but{Environment.NewLine}"
            + string.Join(Environment.NewLine, actual));
    }

    [Fact(DisplayName = "Akka_The messages of the journal's protocol are public")]
    public void Akka_Journal_messages_are_public()
    {
        foreach (var type in new[]
        {
            typeof(WriteMessages), typeof(WriteMessagesSuccessful), typeof(WriteMessagesFailed),
                typeof(WriteMessageSuccess),
            typeof(WriteMessageFailure), typeof(WriteMessageRejected), typeof(LoopMessageSuccess),
            typeof(ReplayMessages),
            typeof(ReplayedMessage), typeof(RecoverySuccess), typeof(ReplayMessagesFailure), typeof(DeleteMessagesTo),
            typeof(DeleteMessagesSuccess), typeof(LoadSnapshot), typeof(LoadSnapshotResult), typeof(LoadSnapshotFailed),
            typeof(SaveSnapshot), typeof(DeleteSnapshot), typeof(DeleteSnapshots),
        })
        {
            Assert.True(type.IsPublic, $"{type.Name} is no longer public: the simulated journal cannot be built.");
        }
    }

    private static List<string> InSimulation(string outcome)
    {
        using var simulation = new Simulation();
        var answers = new List<string>();
        var node = simulation.AddNode(n =>
        {
            n.Disk.OnWrite = write => IsSpoilt(write.Events) ? FaultOf(outcome) : WriteFault.None;
            Start(n.System, answers);
        });
        simulation.Settle();
        return answers;
    }

    private static WriteFault FaultOf(string outcome) => outcome switch
    {
        "failure" => WriteFault.Fail,
        "rejection" => WriteFault.Reject,
        _ => WriteFault.None,
    };

    private static async Task<List<string>> InAkka(string outcome)
    {
        var config = ConfigurationFactory.ParseString(
            $$"""
            akka { loglevel = OFF, stdout-loglevel = OFF }
            akka.persistence.journal.plugin = mine
            mine { class = "{{typeof(SpoilingJournal).AssemblyQualifiedName}}", outcome = {{outcome}} }
            mine.plugin-dispatcher = "akka.actor.default-dispatcher"
            """);
        using var system = ActorSystem.Create("plain", config.WithFallback(Persistence.DefaultConfig()));
        var answers = new List<string>();
        var done = Start(system, answers);
        await done;
        return answers;
    }

    private static bool IsSpoilt(IEnumerable<object> events) => events.Any(static e => e is "b");

    /// <summary>
    /// Sends a batch with three writes and two deferred messages, and one replay, and notes all answers.
    /// </summary>
    private static Task Start(ActorSystem system, List<string> answers)
    {
        // Disposing a system within a turn of one of its actors would wait for that turn.
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var persistence = Persistence.Instance.Apply(system);
        var ear = system.ActorOf(Acting.Of(actor =>
        {
            actor.Started = () =>
            {
                IPersistentRepresentation Event(string text, long sequence) =>
                    new Persistent(text, sequence, "id", sender: actor.Me);
                var journal = persistence.JournalFor(null);
                journal.Tell(new WriteMessages(
                    [
                        Deferred("first", actor.Me),
                        new AtomicWrite(Event("a", 1)),
                        new AtomicWrite([Event("b", 2), Event("c", 3)]),
                        Deferred("second", actor.Me),
                        new AtomicWrite(Event("d", 4)),
                    ],
                    actor.Me,
                    7));
                journal.Tell(new WriteMessages([new AtomicWrite(Event("e", 5))], actor.Me, 7));
            };
            actor.OnAny(answer =>
            {
                // Who sends the end of a recovery depends on the thread that reads.
                var sender = actor.From.Equals(actor.Me) ? "the writer" : actor.From.Path.Parent.Name;
                answers.Add(answer is RecoverySuccess ? Describe(answer) : $"{Describe(answer)} from {sender}");
                if (answer is WriteMessageSuccess { Persistent.SequenceNr: 5 })
                    persistence.JournalFor(null)
                        .Tell(new ReplayMessages(0, long.MaxValue, long.MaxValue, "id", actor.Me));
                if (answer is RecoverySuccess)
                    done.SetResult();
            });
        }), "ear");
        return done.Task;
    }

    private static string Describe(object answer) => answer switch
    {
        WriteMessageSuccess s => $"success {s.Persistent.SequenceNr} {s.ActorInstanceId}",
        WriteMessageFailure f => $"failure {f.Persistent.SequenceNr} {f.ActorInstanceId}",
        WriteMessageRejected r => $"rejected {r.Persistent.SequenceNr} {r.ActorInstanceId}",
        WriteMessagesFailed f => $"all failed, {f.WriteCount} writes",
        LoopMessageSuccess l => $"loop {l.Message} {l.ActorInstanceId}",
        ReplayedMessage r => $"replayed {r.Persistent.Payload} {r.Persistent.SequenceNr}",
        RecoverySuccess r => $"recovered up to {r.HighestSequenceNr}",
        _ => answer.GetType().Name,
    };

    /// <summary>What DeferAsync sends; the type is internal to Akka.</summary>
    private static IPersistentEnvelope Deferred(string text, IActorRef sender)
    {
        var type = typeof(WriteMessages).Assembly.GetType("Akka.Persistence.NonPersistentMessage", throwOnError: true)!;
        return (IPersistentEnvelope)Activator.CreateInstance(type, text, sender)!;
    }

    /// <summary>Akka's journal in memory, which can fail or reject as Akka's base class understands it.</summary>
    internal sealed class SpoilingJournal : MemoryJournal
    {
        private readonly string _outcome;

        public SpoilingJournal(Config config) => _outcome = config.GetString("outcome");

        protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
            IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
        {
            var results = ImmutableList<Exception>.Empty;
            var writes = messages.ToList();
            if (_outcome == "failure" && writes.Exists(IsSpoilt))
                throw new IOException("spoilt");
            foreach (var write in writes)
            {
                var isRejected = _outcome == "rejection" && IsSpoilt(write);
                if (!isRejected)
                    await base.WriteMessagesAsync([write], cancellationToken);
                results = results.Add(isRejected ? new InvalidOperationException("spoilt") : null!);
            }

            return results;
        }

        private static bool IsSpoilt(AtomicWrite write) =>
            JournalGuardTests.IsSpoilt(
                ((IEnumerable<IPersistentRepresentation>)write.Payload).Select(static e => e.Payload));
    }
}
