namespace PoR.Cryptography.Sodium;

/// <summary>Which Ed25519 signatures are valid: the same with every library, since it is consensus.</summary>
/// <remarks>
/// A signature holds when s·B = R + h·A exactly, s is below L, and A is neither of small order nor
/// written in another way. RFC 8032 §5.1.7 leaves it open whether both sides may be multiplied by the
/// cofactor 8 first, and libraries differ. A participant can make a signature that holds only then (it
/// adds points of small order to A or R). If a node took it and another did not, the two would disagree
/// on a certificate. Each vector here is one that some way of verifying gets wrong.
/// </remarks>
internal static class SignatureRule
{
    private const string TimesCofactor = "accepts a signature whose equation holds only times the cofactor";

    // The torsion of A and of R are multiples of a point of order 8; what is left over is the residue.
    private static readonly Vector[] Vectors =
    [
        // Torsion of A 4, of R 0: residue 4.
        new("cb871aba9f0d23889721535c8b1f66c968df59cb2149f92199aac8a245fa901b", "a vote 1"u8.ToArray(),
            "ad288aad3270e0b8ad60080be65e02a686e90ec2c60a9ad2d2e59b1dad3a85da"
            + "46ef990686c8e2cf8011137cffb2844f2c76f98a5cfebdaa65a8c19984ffd405", false, TimesCofactor),
        // Torsion of A 6, of R 2: residue 2.
        new("a20c141d5d71cf5f3122bd17e6ee802107221144a18dbb5b36eeb8af9648368c", "a vote 0"u8.ToArray(),
            "34c1049d80a108a78230a53ae641440502af834ad07acd2b57443d9bcb7ecf32"
            + "416b4665d61ce35d978f5a45c449f2eda3968aad77811080bc4c696a2912f806", false, TimesCofactor),
        // Torsion of A 0, of R 4: residue 4.
        new("6f7aa442216606e6abc5b50c8c1e0d682f50e47fc63e3cd5ab6c44e53a19e8de", "a vote 0"u8.ToArray(),
            "7eb0a3c2cca1ab235ae790e6dede68cfd96eb17573302a505ebdbbbb29573ea9"
            + "9cca2c2535cf5c4b0e335b5b1adea8600baba4997da91c2632447d0253cd080b", false, TimesCofactor),
        // Torsion of A 3, of R 7: no residue, so the equation holds as it stands.
        new("da5eb7c5818804b0f8928e468a85b301b6c906d53258acedfe0f439da9d4a4c5", "a vote 0"u8.ToArray(),
            "40ba09739c5797ed66347be63bff8462306e601e6374495fef718009613dbae7"
            + "20a889c3d9762c14b715cb66e98a0ef1701c22f0802704b0df31cb37a59ade00", true,
            "refuses a signature whose equation holds"),
        new("4abf71bd3fa09e0123438a8d93758aed670cb7dc7a5ecba0a1b0b33c2800557f", "a vote"u8.ToArray(),
            "7395a937095443a9471d39db9d5e323069979bf5920241b781a6059586e0233e"
            + "ac57b83b0fffd60d2dd75a8eb1c43da8bc6dc4f3c1f0090d16ae42be2afb9619", false,
            "accepts a signature with a scalar of L or more"),
        // The neutral point as a key: the equation holds for every message.
        new("0100000000000000000000000000000000000000000000000000000000000000", "a vote"u8.ToArray(),
            "b862409fb5c4c4123df2abf7462b88f041ad36dd6864ce872fd5472be363c5b1"
            + "0700000000000000000000000000000000000000000000000000000000000000", false,
            "accepts a key of small order"),
    ];

    /// <summary>What a way of verifying gets wrong, as in "accepts a key of small order".</summary>
    /// <returns>Null when it keeps the rule.</returns>
    internal static string? BreachOf(SignatureCheck verify) =>
        Vectors.FirstOrDefault(v => verify(v.Key, v.Message, v.Signature) != v.IsValid)?.Breach;

    private sealed record Vector(byte[] Key, byte[] Message, byte[] Signature, bool IsValid, string Breach)
    {
        internal Vector(string key, byte[] message, string signature, bool isValid, string breach)
            : this(Convert.FromHexString(key), message, Convert.FromHexString(signature), isValid, breach)
        {
        }
    }
}
