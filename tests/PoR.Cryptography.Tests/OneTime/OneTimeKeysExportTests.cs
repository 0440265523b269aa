using PoR.Core.Rounds;
using PoR.Cryptography.OneTime;

namespace PoR.Cryptography.Tests.OneTime;

public sealed class OneTimeKeysExportTests
{
    private static readonly (long Round, int Step)[] Slots =
        [(1, 1), (1, 4), (2, 1), (5, 2), (5, 3), (22, 9), (100, 1), (100, 2), (70_000, 3)];

    public static TheoryData<string> Names => Cryptographies.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_restart_before_every_signature_changes_nothing_and_revives_no_key(string name)
    {
        var cryptography = Cryptographies.Of(name);
        using var steady = OneTimeKeys.Create(cryptography, Cryptographies.Seed(1));
        var restarted = OneTimeKeys.Create(cryptography, Cryptographies.Seed(1));
        foreach (var (round, step) in Slots)
        {
            var export = restarted.Export();
            restarted.Dispose();
            restarted = OneTimeKeys.Import(cryptography, export);
            Assert.Equal(export, restarted.Export());
            Assert.Equal(steady.Root, restarted.Root);

            var expected = steady.Sign(new Round(round), new Step(step), [1]);
            var signature = restarted.Sign(new Round(round), new Step(step), [1]);
            Assert.Equal(expected.Signature, signature.Signature);
            Assert.Equal(expected.Chain, signature.Chain);

            using var again = OneTimeKeys.Import(cryptography, restarted.Export());
            Assert.False(again.CanSign(new Round(round), new Step(step)));
            Assert.Throws<OneTimeKeyUsedException>(() => again.Sign(new Round(round), new Step(step), [1]));
        }

        restarted.Dispose();
    }

    [Fact]
    public void Bytes_that_are_no_export_are_refused()
    {
        var cryptography = new ModelCryptography();
        using var keys = OneTimeKeys.Create(cryptography, Cryptographies.Seed(1));
        foreach (var isUsed in new[] { false, true })
        {
            if (isUsed)
                keys.Sign(new Round(6), new Step(2), [1]);

            var export = keys.Export();
            for (var length = 0; length < export.Length; length++)
                Assert.Throws<FormatException>(() => OneTimeKeys.Import(cryptography, export.AsSpan(0, length)));
            Assert.Throws<FormatException>(() => OneTimeKeys.Import(cryptography, [.. export, 0]));
            var foreign = Assert.Throws<FormatException>(() => OneTimeKeys.Import(new SodiumCryptography(), export));
            Assert.Contains("made by another cryptography", foreign.Message, StringComparison.Ordinal);
            foreach (var at in new[] { 0, 1, 34, 45, export.Length - 1 })
            {
                var changed = export.ToArray();
                changed[at] ^= 0xff;
                Assert.Throws<FormatException>(() => OneTimeKeys.Import(cryptography, changed));
            }
        }
    }
}
