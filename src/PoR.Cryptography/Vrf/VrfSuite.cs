namespace PoR.Cryptography.Vrf;

/// <summary>The two suites of RFC 9381 §5.5 over edwards25519 with SHA-512. The value is the suite string.</summary>
internal enum VrfSuite
{
    /// <summary>ECVRF-EDWARDS25519-SHA512-TAI: hash and try; kept for its vectors.</summary>
    TryAndIncrement = 0x03,

    /// <summary>ECVRF-EDWARDS25519-SHA512-ELL2: the suite of the protocol.</summary>
    Elligator2 = 0x04,
}
