namespace PoR.Configuration.Hocon;

/// <summary>Where the texts of <c>include</c> come from: a disk, an assembly, a test.</summary>
public interface IHoconSource
{
    /// <summary>Finds a text.</summary>
    /// <param name="name">The name as written in <c>include</c>, or by the user.</param>
    /// <param name="includedFrom">The text that holds the <c>include</c>; null for the first.</param>
    /// <returns>The text, or null where there is none of that name.</returns>
    HoconText? Find(string name, HoconText? includedFrom);
}
