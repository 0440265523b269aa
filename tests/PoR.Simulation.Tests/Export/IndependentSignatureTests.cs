using System.Text;
using Limits;
using Places;
using PoR.Core.Bytes;
using PoR.Core.Identities;
using PoR.Cryptography;

namespace PoR.Simulation.Tests.Export;

/// <summary>Both verifiers take the same signatures for valid, also those that only a cheat makes.</summary>
public sealed class IndependentSignatureTests
{
    private const string Message = "a vote 0";

    /// <summary>Reads keys and signatures from its arguments, by turns.</summary>
    private const string Judge =
        """
        import sys
        sys.path.insert(0, sys.argv[1])
        from stranger.crypto import Real
        given = [bytes.fromhex(text) for text in sys.argv[3:]]
        for key, signature in zip(given[::2], given[1::2]):
            print(Real().is_signed(key, sys.argv[2].encode(), signature))
        """;

    // Made as those of SignatureRule are, each for the same message.
    private static readonly (string Key, string Signature, bool IsValid)[] s_made =
    [
        // Honest.
        ("7b5d9bcdd4ca834f9177cd5efe2b8feb95e05c083da48714df6715763f92cdc4",
            "d23eac634dffa30aca6127485b581151ac2d552e26421a5466c8e3e6803c474b"
            + "71bbb1d46d810d9d1c1ffe22db8a589df58b433d88eaef4f9e88d26d57894e07", true),
        // Torsion in A and in R, and no residue.
        ("29ac44ccb2271aaf3e5121e8db27f5cdf62317632fae2cb88f8e849e1e42ffcd",
            "6db19186c57ed0c3dd27d2316ffd2184f8176d8c09091f52a1f893869ff0b835"
            + "7d358ae6614f043fe4a84307ce31516c91880e57adae5cf37cdf6ffadb7f6c07", true),
        // A residue of order 2.
        ("614580074ad1cc874fdadc80572889f768ccd36360516e610e58b033cd492bba",
            "a4648222fc1d94574325661932f31ab0a1f6007e1574648120c75f60528f70f1"
            + "a60593f254390246fa48efbc08f45ad235ee4236d5d9040c8c8e6be427616b09", false),
        // R is the neutral point.
        ("7b5d9bcdd4ca834f9177cd5efe2b8feb95e05c083da48714df6715763f92cdc4",
            "0100000000000000000000000000000000000000000000000000000000000000"
            + "8f9028761ad4723ea6411a56f9dd31698b6bb9de7e73f9f05589eadc8c5d2e04", false),
        // A is the neutral point.
        ("0100000000000000000000000000000000000000000000000000000000000000",
            "d23eac634dffa30aca6127485b581151ac2d552e26421a5466c8e3e6803c474b"
            + "f6486d6fc0143e4867981e699a236635a6e1317391b1f7a9e68c52edfcbd1707", false),
    ];

    [Fact(DisplayName = "Signatures with points of small order are judged alike by both", Timeout = 60_000)]
    public async Task Judged_alike()
    {
        var own = new SodiumCryptography();
        Assert.All(s_made, made => Assert.Equal(made.IsValid, own.Verify(
            new PublicKey(new Bytes32(Convert.FromHexString(made.Key))), Encoding.UTF8.GetBytes(Message),
            new Signature(new Bytes64(Convert.FromHexString(made.Signature))))));
        var python = await PythonVerifier.FindAsync();
        Assert.SkipWhen(python is null, PythonVerifier.Absence);

        using var process = ChildProcess.Start(
            python!,
            [
                "-B", "-c", Judge, Path.Combine(Repository.Root, "tools", "verify-chain"), Message,
                .. s_made.SelectMany(made => new[] { made.Key, made.Signature }),
            ]);
        var (code, output, error) = await process.EndAsync();

        Assert.Equal((0, ""), (code, error));
        Assert.Equal(
            s_made.Select(made => made.IsValid),
            output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(bool.Parse));
    }
}
