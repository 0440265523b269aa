using PoR.Core.Bytes;
using PoR.Core.Canonical;

namespace PoR.Ledger.State;

/// <summary>One immutable entry of a <see cref="StateMap{T}"/>.</summary>
public interface IStateEntry
{
    /// <summary>Where it stands: unique in its map.</summary>
    Bytes32 Key { get; }

    /// <summary>Appends the canonical bytes, key included.</summary>
    void Write(CanonicalWriter writer);
}
