using PoR.Actors.Contract;
using PoR.Core.Blocks;
using PoR.Core.Protocol;

namespace PoR.Actors.Evaluators;

/// <summary>A leader's block is ready.</summary>
/// <param name="Block">The block.</param>
/// <param name="Proposer">Who asked for it.</param>
public sealed record BlockMade(Block Block, PublicKey Proposer) : IMessage;
