namespace PoR.Actors.Contract;

/// <summary>A named subject to which actors subscribe and facts are published.</summary>
/// <param name="Name">Not empty; compared ordinally.</param>
public readonly record struct Topic(string Name)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
