using PoR.Core.Agreement;

namespace PoR.Cryptography.OneTime;

/// <summary>A child of an opened node: its certified key, and its secret until it is entered.</summary>
internal sealed record OneTimeChild(KeyLink Link, SigningKey Secret);
