using PoR.Actors.Contract;

namespace PoR.Hosting.Tests;

/// <summary>A message without a size.</summary>
internal sealed record Local(string Text) : IMessage;
