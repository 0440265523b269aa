namespace PoR.Actors.Contract;

/// <summary>
/// What actors say to each other. Immutable, without delegates: a message is passed by reference
/// and may be delivered to many actors.
/// </summary>
public interface IMessage;
