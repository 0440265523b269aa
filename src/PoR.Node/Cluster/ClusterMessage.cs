using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using PoR.Core.Canonical;
using PoR.Core.Identities;

namespace PoR.Node.Cluster;

/// <summary>
/// What members of one cluster say to each other about participants. Everything else that peers say goes over their
/// links. Closed: every case is nested here.
/// </summary>
internal abstract record ClusterMessage
{
    private ClusterMessage()
    {
    }

    /// <summary>A participant is to live wherever the cluster places it.</summary>
    public sealed record Wake(PublicKey Participant) : ClusterMessage;

    /// <summary>The waker asks a member who lives on it.</summary>
    /// <param name="Question">Its number, which the answers carry.</param>
    public sealed record AliveAsked(int Question) : ClusterMessage;

    /// <summary>Some of those who live on a member.</summary>
    /// <param name="Question">To which question.</param>
    /// <param name="IsLast">Whether the member has named all by now.</param>
    /// <param name="Participants">At most <see cref="ParticipantsMax"/>.</param>
    public sealed record AliveTold(int Question, bool IsLast, ImmutableArray<PublicKey> Participants) : ClusterMessage
    {
        /// <summary>An answer of so many keeps far below what Akka carries in one message, 128,000 bytes.</summary>
        public const int ParticipantsMax = 1_000;
    }

    /// <summary>A member leaves: who lives on it needs another place soon.</summary>
    public sealed record Leaves : ClusterMessage;

    /// <summary>A member that is in no cluster asks whether there is one, or whether it may found it.</summary>
    /// <param name="MayFound">Whether it asks for consent: it has consented to nobody else.</param>
    public sealed record FoundingAsked(bool MayFound) : ClusterMessage;

    /// <summary>The answer to <see cref="FoundingAsked"/>.</summary>
    public sealed record FoundingTold(FoundingAnswer Answer) : ClusterMessage;
}

/// <summary>Bytes of <see cref="ClusterMessage"/>, canonical, and of nothing else.</summary>
internal sealed class ClusterSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private const string Wake = "wake/1";
    private const string AliveAsked = "alive-asked/1";
    private const string AliveTold = "alive-told/2";
    private const string Leaves = "leaves/1";
    private const string FoundingAsked = "founding-asked/1";
    private const string FoundingTold = "founding-told/1";

    /// <summary>Never given to another serializer.</summary>
    public override int Identifier => 9104;

    /// <inheritdoc/>
    public override string Manifest(object o) => o switch
    {
        ClusterMessage.Wake => Wake,
        ClusterMessage.AliveAsked => AliveAsked,
        ClusterMessage.AliveTold => AliveTold,
        ClusterMessage.Leaves => Leaves,
        ClusterMessage.FoundingAsked => FoundingAsked,
        ClusterMessage.FoundingTold => FoundingTold,
        _ => throw new ArgumentException($"{o.GetType()} is no message between members.", nameof(o)),
    };

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj)
    {
        var writer = new CanonicalWriter();
        switch (obj)
        {
            case ClusterMessage.Wake wake:
                writer.Fixed(wake.Participant.Bytes);
                break;
            case ClusterMessage.AliveAsked asked:
                writer.Int32(asked.Question);
                break;
            case ClusterMessage.AliveTold told:
                writer.Int32(told.Question);
                writer.Boolean(told.IsLast);
                writer.Int32(told.Participants.Length);
                foreach (var participant in told.Participants)
                    writer.Fixed(participant.Bytes);
                break;
            case ClusterMessage.Leaves:
                break;
            case ClusterMessage.FoundingAsked asked:
                writer.Boolean(asked.MayFound);
                break;
            case ClusterMessage.FoundingTold told:
                writer.Byte((byte)told.Answer);
                break;
            default:
                throw new ArgumentException($"{obj.GetType()} is no message between members.", nameof(obj));
        }

        return writer.ToArray();
    }

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, string manifest)
    {
        var reader = new CanonicalReader(bytes);
        ClusterMessage message = manifest switch
        {
            Wake => new ClusterMessage.Wake(KeyIn(ref reader)),
            AliveAsked => new ClusterMessage.AliveAsked(reader.Int32()),
            AliveTold => new ClusterMessage.AliveTold(reader.Int32(), reader.Boolean(), KeysIn(ref reader)),
            Leaves => new ClusterMessage.Leaves(),
            FoundingAsked => new ClusterMessage.FoundingAsked(reader.Boolean()),
            FoundingTold => new ClusterMessage.FoundingTold(AnswerIn(ref reader)),
            _ => throw new ArgumentException($"'{manifest}' is no message between members.", nameof(manifest)),
        };
        return reader.IsComplete
            ? message
            : throw new ArgumentException($"'{manifest}': {reader.Fault ?? "bytes are left over."}", nameof(bytes));
    }

    private static PublicKey KeyIn(ref CanonicalReader reader) => new(reader.Fixed32());

    private static FoundingAnswer AnswerIn(ref CanonicalReader reader)
    {
        var answer = (FoundingAnswer)reader.Byte();
        if (!Enum.IsDefined(answer))
            reader.Fail($"{(byte)answer} is no answer.");
        return answer;
    }

    private static ImmutableArray<PublicKey> KeysIn(ref CanonicalReader reader)
    {
        var keys = ImmutableArray.CreateBuilder<PublicKey>();
        var left = reader.Count(ClusterMessage.AliveTold.ParticipantsMax);
        for (; left > 0 && reader.Fault is null; left--)
            keys.Add(KeyIn(ref reader));
        return keys.ToImmutable();
    }
}

/// <summary>
/// Stands where Akka has its serializer of last resort, which writes and reads names of types. It refuses everything,
/// so that nothing travels between members but what has a serializer of its own.
/// </summary>
internal sealed class RefusingSerializer : Serializer
{
    /// <param name="system">Of the member.</param>
    /// <param name="settings">What Akka has for its own serializer; nothing of it matters here.</param>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : base(system) => _ = settings;

    /// <summary>Never given to another serializer.</summary>
    public override int Identifier => 9105;

    /// <inheritdoc/>
    public override bool IncludeManifest => false;

    /// <inheritdoc/>
    public override byte[] ToBinary(object obj) => throw new NotSupportedException(
        $"{obj.GetType()} has no serializer of its own, so it is not sent to another member.");

    /// <inheritdoc/>
    public override object FromBinary(byte[] bytes, Type? type) => throw new NotSupportedException(
        "A message without a serializer of its own is not taken from another member.");
}
