using BenchmarkDotNet.Attributes;
using PoR.Consensus.Sortition;
using PoR.Core.Identities;
using PoR.Core.Rounds;
using PoR.Cryptography;

namespace PoR.Bench;

/// <summary>The VRF: evaluate in every step, prove and verify for the selected only.</summary>
[MemoryDiagnoser]
public class VrfBenchmarks
{
    private readonly SodiumCryptography _cryptography = new();
    private readonly byte[] _alpha = Credentials.Alpha(default, new Round(7), new Step(3), default);
    private VrfSecretKey _key = null!;
    private VrfSecretKey _simulated = null!;
    private VrfProof _proof;

    /// <summary>Makes a key and a proof.</summary>
    [GlobalSetup]
    public void SetUp()
    {
        _key = _cryptography.CreateVrfKey(new byte[VrfSecretKey.SeedLength]);
        _simulated = SimulatedSeed.Of(run: 1, participant: 0, SimulatedSeed.Purpose.Vrf).CreateVrfKey(_cryptography);
        _proof = _cryptography.VrfProve(_key, _alpha);
    }

    /// <summary>β without a proof, in constant time.</summary>
    [Benchmark(Baseline = true)]
    public VrfOutput Evaluate() => _cryptography.VrfEvaluate(_key, _alpha);

    /// <summary>β of a simulated key, in variable time.</summary>
    [Benchmark]
    public VrfOutput EvaluateSimulated() => _cryptography.VrfEvaluate(_simulated, _alpha);

    /// <summary>π, in constant time.</summary>
    [Benchmark]
    public VrfProof Prove() => _cryptography.VrfProve(_key, _alpha);

    /// <summary>π of a simulated key, its two multiplications of H in variable time.</summary>
    [Benchmark]
    public VrfProof ProveSimulated() => _cryptography.VrfProve(_simulated, _alpha);

    /// <summary>Whether π holds, and β.</summary>
    [Benchmark]
    public VrfOutput? Verify() => _cryptography.VrfVerify(_key.PublicKey, _alpha, _proof);
}
