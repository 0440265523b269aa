namespace PoR.Configuration.Profiles;

/// <summary>Who pays for cryptography in a simulated network.</summary>
public enum CryptoMode
{
    /// <summary>Real; each signature and credential is verified once per process.</summary>
    Shared,

    /// <summary>Real; every node verifies for itself.</summary>
    Each,

    /// <summary>A keyed-hash stand-in: INSECURE, for mass simulation only.</summary>
    Model,
}
