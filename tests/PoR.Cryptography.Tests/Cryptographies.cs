namespace PoR.Cryptography.Tests;

/// <summary>Both implementations, by name, for theories.</summary>
internal static class Cryptographies
{
    internal static TheoryData<string> Names => new("sodium", "model");

    internal static ICryptography Of(string name) =>
        name == "sodium" ? new SodiumCryptography() : new ModelCryptography();

    internal static byte[] Seed(int number)
    {
        var seed = new byte[32];
        BitConverter.TryWriteBytes(seed, number);
        return seed;
    }
}
