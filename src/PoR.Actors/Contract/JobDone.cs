namespace PoR.Actors.Contract;

/// <summary>
/// The end of a job that was handed over with <see cref="IContext.Offload"/>. Exactly one of
/// <paramref name="Result"/> and <paramref name="Error"/> is not null.
/// </summary>
/// <param name="Key">The key that was given with the job.</param>
/// <param name="Result">What the job returned.</param>
/// <param name="Error">Type and message of the exception that the job threw.</param>
public sealed record JobDone(string Key, IMessage? Result, string? Error) : IMessage;
