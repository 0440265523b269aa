namespace PoR.Actors.Contract;

/// <summary>
/// A message whose content enters the trace hash. Without it only the message's type does.
/// </summary>
public interface ITraced
{
    /// <summary>A digest of the content; equal content gives an equal mark on every machine.</summary>
    ulong TraceMark { get; }
}
