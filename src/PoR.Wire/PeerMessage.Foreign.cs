using System.Collections.Immutable;
using System.Runtime.InteropServices;
using PoR.Core.Canonical;

namespace PoR.Wire;

/// <content>What peers of another protocol than Proof of Review say over the same links.</content>
public abstract partial record PeerMessage
{
    /// <summary>
    /// A message of another protocol, as its own canonical bytes. Peers of Proof of Review refuse it.
    /// </summary>
    /// <param name="Content">What that protocol's decoder takes.</param>
    /// <param name="IsFirst">Whether it goes before bulk on a busy link.</param>
    public sealed record ForeignSent(ImmutableArray<byte> Content, bool IsFirst) : PeerMessage
    {
        /// <inheritdoc/>
        public override MessageTag Tag => MessageTag.ForeignSent;

        /// <inheritdoc/>
        public override bool IsUrgent => IsFirst;

        /// <summary>A message as it goes over links.</summary>
        /// <param name="message">Of that protocol.</param>
        /// <param name="isUrgent">Whether it goes before bulk on a busy link.</param>
        public static EncodedMessage Of<T>(T message, bool isUrgent)
            where T : ICanonical<T> => EncodedMessage.Of(new ForeignSent(
                ImmutableCollectionsMarshal.AsImmutableArray(CanonicalBytes.Of(message)), isUrgent));

        /// <summary>The message, if its bytes are one.</summary>
        /// <param name="fault">One sentence; null when the message is returned.</param>
        /// <returns>Null when the bytes are at fault.</returns>
        public T? As<T>(out string? fault)
            where T : class, ICanonical<T> => CanonicalBytes.Decode<T>(Content.AsSpan(), out fault);
    }
}
