namespace PoR.Cryptography.Sodium;

/// <summary>Which Ed25519 signatures are valid: the same with every library, since it is consensus.</summary>
/// <remarks>
/// A signature holds when s·B = R + h·A exactly, s is below L, and A and R are neither of small order nor written in
/// another way. RFC 8032 §5.1.7 leaves it open whether both sides may be multiplied by the cofactor 8 first, and says
/// nothing of small orders; libraries differ. A participant can make a signature that holds only with one of them (it
/// adds points of small order to A or R, or takes 0 as its nonce). If a node took it and another did not, the two would
/// disagree on a certificate. Each vector here is one that some way of verifying gets wrong.
/// </remarks>
internal static class SignatureRule
{
    private const string TimesCofactor = "accepts a signature whose equation holds only times the cofactor";

    // Anybody can make them again, and a test does. T is the point of order 8 that is written
    // c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a. With i·T in A and j·T in R,
    // a = SHA-512(01 ‖ i) mod L, A = a·B + i·T, r = SHA-512(02 ‖ i ‖ j ‖ message) mod L, R = r·B + j·T, and
    // s = r + h·a mod L. Then R + h·A − s·B = (h·i + j)·T is left over: the residue. The number in a message is the
    // least that gives this residue.
    private static readonly Vector[] Vectors =
    [
        // i = 4, j = 0: residue 4·T, of order 2.
        new("614580074ad1cc874fdadc80572889f768ccd36360516e610e58b033cd492bba", "a vote 0"u8.ToArray(),
            "a4648222fc1d94574325661932f31ab0a1f6007e1574648120c75f60528f70f1"
            + "a60593f254390246fa48efbc08f45ad235ee4236d5d9040c8c8e6be427616b09", false, TimesCofactor),
        // i = 6, j = 2: residue 2·T, of order 4.
        new("ed62b5f78580919f5085de34eefa13ff5a15115edd1701d7a39c99978f08841a", "a vote 5"u8.ToArray(),
            "9ccf6796a753a86212616f67f9c4b8dfc2ec3d2eff7d2402a66722b0f60ed47c"
            + "6f80d01239e7f1dfc6425069790e17ac2115ccb2e58c714997619d2cb9a1b50e", false, TimesCofactor),
        // i = 0, j = 3: residue 3·T, of order 8.
        new("7b5d9bcdd4ca834f9177cd5efe2b8feb95e05c083da48714df6715763f92cdc4", "a vote 0"u8.ToArray(),
            "4efbfb29989d2acf12eedd56d76db669d2c6bff671ad8454399373e3ff82f3fa"
            + "5ef39ebbb88759e79353650613af6d29158ae2ff72c8630dffb4e012ba386809", false, TimesCofactor),
        // i = 3, j = 7: no residue, so the equation holds as it stands.
        new("29ac44ccb2271aaf3e5121e8db27f5cdf62317632fae2cb88f8e849e1e42ffcd", "a vote 0"u8.ToArray(),
            "6db19186c57ed0c3dd27d2316ffd2184f8176d8c09091f52a1f893869ff0b835"
            + "7d358ae6614f043fe4a84307ce31516c91880e57adae5cf37cdf6ffadb7f6c07", true,
            "refuses a signature whose equation holds"),
        // i = j = 0, r = 0: R is the neutral point. The equation holds.
        new("7b5d9bcdd4ca834f9177cd5efe2b8feb95e05c083da48714df6715763f92cdc4", "a vote 0"u8.ToArray(),
            "0100000000000000000000000000000000000000000000000000000000000000"
            + "8f9028761ad4723ea6411a56f9dd31698b6bb9de7e73f9f05589eadc8c5d2e04", false,
            "accepts a signature whose R is of small order"),
        // i = j = 0, a = 0: A is the neutral point. The equation holds, whatever h is.
        new("0100000000000000000000000000000000000000000000000000000000000000", "a vote 0"u8.ToArray(),
            "d23eac634dffa30aca6127485b581151ac2d552e26421a5466c8e3e6803c474b"
            + "f6486d6fc0143e4867981e699a236635a6e1317391b1f7a9e68c52edfcbd1707", false,
            "accepts a key of small order"),
        // i = j = 0, and s + L.
        new("7b5d9bcdd4ca834f9177cd5efe2b8feb95e05c083da48714df6715763f92cdc4", "a vote 0"u8.ToArray(),
            "d23eac634dffa30aca6127485b581151ac2d552e26421a5466c8e3e6803c474b"
            + "5e8fa73188e41ff5f2bbf5c5b98437b2f58b433d88eaef4f9e88d26d57894e17", false,
            "accepts a signature with a scalar of L or more"),
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
