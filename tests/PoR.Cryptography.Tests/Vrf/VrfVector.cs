using PoR.Cryptography.Vrf;

namespace PoR.Cryptography.Tests.Vrf;

/// <summary>One vector, in hexadecimal; intermediates are named as in RFC 9381.</summary>
internal sealed record VrfVector(
    string Id,
    VrfSuite Suite,
    string SecretKey,
    string PublicKey,
    string Alpha,
    string Proof,
    string Output,
    string Scalar,
    string H,
    string NonceHash,
    string U,
    string V);
