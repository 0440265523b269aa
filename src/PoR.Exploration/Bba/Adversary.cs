namespace PoR.Exploration.Bba;

/// <summary>How hostile nodes speak.</summary>
public enum Adversary
{
    /// <summary>In each step one message or none, and that to some nodes only: nobody can prove anything.</summary>
    Selective,

    /// <summary>To each node another message, or none.</summary>
    Split,

    /// <summary>As <see cref="Split"/>, and also two messages of one step to the same node.</summary>
    Contradicting,
}
