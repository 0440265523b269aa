using System.Reflection;
using PoR.Cryptography.Vrf;

namespace PoR.Cryptography.Tests.Vrf;

/// <summary>A simulated key is evaluated in variable time, and nobody can tell by what it gives.</summary>
public sealed class SimulatedKeyTests
{
    private static readonly SodiumCryptography Sodium = new();

    private static VrfSecretKey Simulated(ulong run, int participant) =>
        SimulatedSeed.Of(run, participant, SimulatedSeed.Purpose.Vrf).CreateVrfKey(Sodium);

    private static VrfSecretKey Guarded(ulong run, int participant) =>
        Sodium.CreateVrfKey(SimulatedSeed.Of(run, participant, SimulatedSeed.Purpose.Vrf).Bytes);

    [Fact(DisplayName = "RFC 9381: 300 simulated keys give the outputs and proofs of constant-time code, to the bit")]
    public void Both_paths_are_equal()
    {
        var random = new Random(11);
        for (var i = 0; i < 300; i++)
        {
            var run = (ulong)random.NextInt64();
            var alpha = new byte[random.Next(200)];
            random.NextBytes(alpha);
            using var simulated = Simulated(run, i);
            using var guarded = Guarded(run, i);

            var proof = Sodium.VrfProve(guarded, alpha);
            Assert.Equal(guarded.PublicKey, simulated.PublicKey);
            Assert.Equal(Sodium.VrfEvaluate(guarded, alpha), Sodium.VrfEvaluate(simulated, alpha));
            Assert.Equal(proof, Sodium.VrfProve(simulated, alpha));
            Assert.Equal(Sodium.VrfEvaluate(simulated, alpha), Sodium.VrfVerify(simulated.PublicKey, alpha, proof));
        }
    }

    [Fact]
    public void Another_run_participant_or_purpose_is_another_key()
    {
        var purposes = Enum.GetValues<SimulatedSeed.Purpose>();
        var seeds = (from run in new ulong[] { 1, 2, ulong.MaxValue }
                     from participant in new[] { 0, 1, int.MaxValue }
                     from purpose in purposes
                     select Convert.ToHexString(SimulatedSeed.Of(run, participant, purpose).Bytes)).ToArray();

        Assert.Equal(3 * 3 * purposes.Length, seeds.Distinct().Count());
        Assert.Equal(
            Convert.ToHexString(SimulatedSeed.Of(1, 0, SimulatedSeed.Purpose.Vrf).Bytes),
            Convert.ToHexString(SimulatedSeed.Of(1, 0, SimulatedSeed.Purpose.Vrf).Bytes));
    }

    [Fact]
    public void Only_a_simulated_key_meets_variable_time_code()
    {
        using var guarded = Sodium.CreateVrfKey(Cryptographies.Seed(1));
        using var simulated = Simulated(1, 0);

        Assert.IsNotType<SimulatedEcvrfSecret>(guarded.Secret);
        Assert.IsType<SimulatedEcvrfSecret>(simulated.Secret);
    }

    [Fact]
    public void A_simulated_key_of_the_stand_in_is_the_stand_ins()
    {
        var model = new ModelCryptography();
        var seed = SimulatedSeed.Of(3, 4, SimulatedSeed.Purpose.Vrf);

        using var key = seed.CreateVrfKey(model);
        using var same = model.CreateVrfKey(seed.Bytes);

        Assert.True(key.IsInsecureModel);
        Assert.Equal(model.VrfEvaluate(same, [1]), model.VrfEvaluate(key, [1]));
    }

    [Fact]
    public void An_erased_simulated_key_is_of_no_use()
    {
        var key = Simulated(1, 2);
        var secret = key.Secret;

        key.Dispose();

        Assert.Equal(new byte[96], (byte[])[.. secret.Scalar, .. secret.EightScalar, .. secret.NoncePrefix]);
        Assert.Throws<ObjectDisposedException>(() => Sodium.VrfEvaluate(key, []));
    }

    [Fact]
    public void Nothing_public_leads_to_a_simulated_key()
    {
        Assert.DoesNotContain(
            typeof(SodiumCryptography).Assembly.GetExportedTypes(),
            type => type.Name.Contains("Simulated", StringComparison.Ordinal));
        Assert.Empty(typeof(SimulatedSeed).GetConstructors());
        Assert.All(
            typeof(SimulatedSeed).GetConstructors(BindingFlags.NonPublic | BindingFlags.Instance),
            constructor => Assert.True(constructor.IsPrivate));
        var makers = typeof(SimulatedSeed).GetMethods(BindingFlags.NonPublic | BindingFlags.Static)
            .Where(method => method.ReturnType == typeof(SimulatedSeed));
        Assert.Equal(
            [typeof(ulong), typeof(int), typeof(SimulatedSeed.Purpose)],
            Assert.Single(makers).GetParameters().Select(parameter => parameter.ParameterType));
    }
}
