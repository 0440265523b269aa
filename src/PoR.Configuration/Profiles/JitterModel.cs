namespace PoR.Configuration.Profiles;

/// <summary>How the delay of a message varies around its link's delay.</summary>
public enum JitterModel
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Evenly, up to the spread either way.</summary>
    Uniform,

    /// <summary>Log-normally, with the spread as deviation.</summary>
    LogNormal,
}
