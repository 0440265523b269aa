using PoR.Core.Hashing;
using PoR.Core.Protocol;

namespace PoR.Ledger.State;

/// <summary>A text's fingerprint, and the round of the last block that said it.</summary>
internal readonly record struct SaidText(Digest Text, Round Round);
