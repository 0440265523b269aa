using Akka.Actor;
using Akka.Persistence;
using PoR.Actors.Participants;

namespace PoR.Bench.Storage;

/// <summary>Writes ballots as a participant does, snapshots included, and signs nothing.</summary>
internal sealed class WriterActor : ReceivePersistentActor
{
    private const int SnapshotEvery = 20;
    private long _written;

    public WriterActor(string id)
    {
        PersistenceId = id;
        Recover<ParticipantEvent.BallotSigned>(_ => _written++);
        Recover<SnapshotOffer>(_ => _written = LastSequenceNr);
        Command<ParticipantEvent.BallotSigned>(ballot =>
        {
            var sender = Sender;
            Persist(ballot, stored =>
            {
                sender.Tell(++_written);
                if (LastSequenceNr % SnapshotEvery == 0)
                    SaveSnapshot(new ParticipantState(
                        stored.Vote.Ballot.Round, stored.Vote.Ballot.Step, [stored, stored, stored]));
            });
        });
        Command<HowMany>(_ => Sender.Tell(_written));
        Command<SaveSnapshotSuccess>(saved =>
        {
            if (saved.Metadata.SequenceNr > SnapshotEvery)
                DeleteMessages(saved.Metadata.SequenceNr - SnapshotEvery);
        });
        Command<DeleteMessagesSuccess>(_ => { });
    }

    /// <inheritdoc/>
    public override string PersistenceId { get; }

    public static Props Props(string id) => Akka.Actor.Props.Create(() => new WriterActor(id));

    /// <summary>Asks how many events it has; answered once it has recovered.</summary>
    public sealed record HowMany
    {
        public static HowMany Instance { get; } = new();
    }
}
