using System.Diagnostics.CodeAnalysis;

namespace PoR.Configuration.Hocon;

/// <summary>What reading a configuration gave: its tree, or its first fault.</summary>
/// <param name="Root">The tree; null exactly when there is a fault.</param>
/// <param name="Fault">The first mistake; null when there is none.</param>
public sealed record HoconDocument(HoconValue.Object? Root, HoconFault? Fault)
{
    /// <summary>Whether the tree is there.</summary>
    [MemberNotNullWhen(true, nameof(Root))]
    [MemberNotNullWhen(false, nameof(Fault))]
    public bool IsValid => Fault is null;
}
