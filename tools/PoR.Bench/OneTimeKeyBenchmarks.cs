using BenchmarkDotNet.Attributes;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;
using PoR.Cryptography.OneTime;

namespace PoR.Bench;

/// <summary>One-time keys: a hundred rounds of one participant that is selected in one step of each.</summary>
[MemoryDiagnoser]
public class OneTimeKeyBenchmarks
{
    private const int Rounds = 100;

    private readonly SodiumCryptography _cryptography = new();
    private readonly byte[] _message = new byte[32];
    private OneTimeSignature _signature = null!;
    private OneTimeRootKey _root;

    /// <summary>Makes a signature to verify.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        using var keys = OneTimeKeys.Create(_cryptography, new byte[OneTimeKeys.SeedLength]);
        _root = keys.Root;
        _signature = keys.Sign(new Round(Rounds), Step.LeaderSelection, _message);
    }

    /// <summary>One signature in each round.</summary>
    [Benchmark(OperationsPerInvoke = Rounds)]
    public OneTimeSignature Sign()
    {
        using var keys = OneTimeKeys.Create(_cryptography, new byte[OneTimeKeys.SeedLength]);
        OneTimeSignature last = null!;
        for (var round = 1; round <= Rounds; round++)
            last = keys.Sign(new Round(round), Step.LeaderSelection, _message);
        return last;
    }

    /// <summary>The whole chain, nothing remembered.</summary>
    [Benchmark]
    public bool Verify() => OneTimeSignatureVerifier.Verify(
        _cryptography, _root, new Round(Rounds), Step.LeaderSelection, _message, _signature);
}
