using System.Globalization;
using PoR.Bench.VirtualTime;
using PoR.Consensus.Sortition;
using PoR.Core.Rounds;
using PoR.Cryptography;

namespace PoR.Bench;

/// <summary>
/// The command `vrf`: processor time of the VRF in constant time and, for keys of a simulation, in variable time. The
/// ways take turns, so that what else the machine does meets all of them.
/// </summary>
internal static class VrfCosts
{
    private const int Calls = 200;
    private const int Samples = 25;

    public static int Run(TextWriter output)
    {
        var cryptography = new SodiumCryptography();
        var seed = SimulatedSeed.Of(run: 1, participant: 0, SimulatedSeed.Purpose.Vrf);
        using var guarded = cryptography.CreateVrfKey(seed.Bytes);
        using var simulated = seed.CreateVrfKey(cryptography);
        var alphas = Enumerable.Range(0, Calls)
            .Select(i => Credentials.Alpha(default, new Round(7), new Step(i), default)).ToArray();
        var proofs = alphas.Select(alpha => cryptography.VrfProve(guarded, alpha)).ToArray();
        (string Name, Action<int> Call)[] ways =
        [
            ("evaluate, constant time", i => cryptography.VrfEvaluate(guarded, alphas[i])),
            ("evaluate, simulated key", i => cryptography.VrfEvaluate(simulated, alphas[i])),
            ("prove, constant time", i => cryptography.VrfProve(guarded, alphas[i])),
            ("prove, simulated key", i => cryptography.VrfProve(simulated, alphas[i])),
            ("verify", i => cryptography.VrfVerify(guarded.PublicKey, alphas[i], proofs[i])),
            ("output that a proof claims", i => cryptography.VrfClaimedOutput(proofs[i])),
        ];
        var samples = ways.Select(_ => new List<double>()).ToArray();
        for (var sample = -3; sample < Samples; sample++) // The first three let the compiler finish.
        {
            for (var way = 0; way < ways.Length; way++)
            {
                var call = ways[way].Call;
                var cost = Sample.Of(() =>
                {
                    for (var i = 0; i < Calls; i++)
                        call(i);
                });
                if (sample >= 0)
                    samples[way].Add(cost.CpuNs / Calls / 1_000);
            }
        }

        output.WriteLine("| call | µs, least | µs, median |\n|---|---|---|");
        foreach (var ((name, _), measured) in ways.Zip(samples))
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"| {name} | {measured.Min():0.0} | {Sample.Median(measured):0.0} |"));
        return 0;
    }
}
