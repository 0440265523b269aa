using System.Collections.Immutable;
using PoR.Core.Rounds;
using PoR.Core.Tests;
using PoR.Core.Identities;
using PoR.Persistence.Keys;

namespace PoR.Persistence.Tests.Keys;

/// <summary>A record opens as what was sealed, or not at all.</summary>
public sealed class SealingTests : IDisposable
{
    private static readonly byte[] s_secret = [.. Enumerable.Range(0, 64).Select(i => (byte)(200 - i))];
    private readonly MasterKey _master = Rings.Master(1);

    private KeyName Name => new(new PublicKey(Samples.Fixed(1)), KeyKind.OneTime, 77, _master.Id);

    public void Dispose() => _master.Dispose();

    [Fact(DisplayName = "What is sealed is opened again; sealed twice it looks different, and never holds the secret")]
    public void Sealed_and_opened()
    {
        var (one, other) = (_master.Seal(Name, s_secret), _master.Seal(Name, s_secret));

        Assert.Equal(s_secret, _master.Open(one, out var fault));
        Assert.Null(fault);
        Assert.NotEqual(one.Sealed.ToArray(), other.Sealed.ToArray());
        Assert.Equal(-1, one.Sealed.Span.IndexOf(s_secret.AsSpan(0, 8)));
    }

    [Fact(DisplayName = "No single damaged byte, and no shorter record, is taken for a key")]
    public void Damage_is_refused()
    {
        var record = _master.Seal(Name, s_secret);
        for (var i = 0; i < record.Sealed.Length; i++)
        {
            var damaged = record.Sealed.ToArray();
            damaged[i] ^= (byte)(1 << (i % 8));
            Assert.Null(_master.Open(record with { Sealed = damaged }, out var fault));
            Assert.IsType<KeyFault.Damaged>(fault);
            Assert.Null(_master.Open(record with { Sealed = record.Sealed[..i] }, out fault));
            Assert.IsType<KeyFault.Damaged>(fault);
        }
    }

    [Theory(DisplayName = "A moved participant whose seeds are cut short is damaged, though its seal holds")]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    public void Short_moves_are_refused(int length)
    {
        using var transfer = Rings.Master(2);
        var ring = new KeyRing(KeyFileStore.Create("none"), _master, new PoR.Cryptography.ModelCryptography());
        var packed = transfer.Seal(
            Name with { Kind = KeyKind.Moved, MasterKey = transfer.Id }, s_secret.AsSpan(0, length));
        Assert.Empty(ring.Unpacked(packed, transfer, out var fault));
        Assert.IsType<KeyFault.Damaged>(fault);
    }

    [Fact(DisplayName = "A record in the place of another key, kind or version is refused")]
    public void Records_cannot_be_swapped()
    {
        var record = _master.Seal(Name, s_secret);
        ImmutableArray<KeyName> others =
        [
            Name with { PublicKey = new PublicKey(Samples.Fixed(2)) },
            Name with { Kind = KeyKind.Account },
            Name with { Version = 78 },
        ];
        foreach (var other in others)
        {
            Assert.Null(_master.Open(record with { Name = other }, out var fault));
            Assert.Equal(new KeyFault.Damaged(other.PublicKey, "the record is not what was sealed"), fault);
        }
    }

    [Fact(DisplayName = "Another master key is told by its name, and opens nothing also where that is forged")]
    public void Other_master_keys_are_refused()
    {
        var record = _master.Seal(Name, s_secret);
        using var other = Rings.Master(2);

        Assert.Null(other.Open(record, out var fault));
        Assert.Equal(new KeyFault.AnotherMasterKey(Name.PublicKey, _master.Id, other.Id), fault);
        Assert.Contains("rotate-master", fault!.Sentence, StringComparison.Ordinal);
        Assert.Null(other.Open(record with { Name = Name with { MasterKey = other.Id } }, out fault));
        Assert.IsType<KeyFault.Damaged>(fault);
        Assert.Throws<ArgumentException>(() => other.Seal(Name, s_secret));
    }

    [Fact(DisplayName = "A key says its name and nothing of itself")]
    public void Keys_do_not_show_themselves()
    {
        Assert.Equal($"MasterKey {_master.Id}", _master.ToString());
        Assert.Matches("^[0-9a-f]{16}$", _master.Id.ToString());
        Assert.DoesNotContain("0102", _master.Id.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new MasterKey(new byte[31]));
    }

    [Theory(DisplayName = "The version of one-time keys grows with the slots that are spent")]
    [InlineData(0, 0, 1, 1)]
    [InlineData(1, 1, 1, 2)]
    [InlineData(1, 500_000, 2, 1)]
    [InlineData(7, 3, 1L << 40, 1)]
    public void Versions_grow(long round, int step, long nextRound, int nextStep) => Assert.True(
        KeyName.VersionOf(
            new Round(round), new Step(step)) < KeyName.VersionOf(new Round(nextRound), new Step(nextStep)));
}
