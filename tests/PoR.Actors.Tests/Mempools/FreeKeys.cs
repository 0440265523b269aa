using System.Buffers.Binary;
using System.Text;
using PoR.Core.Genesis;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;

namespace PoR.Actors.Tests.Mempools;

/// <summary>Who makes as many keys as it wants, and signs a review with each. No state knows any of them.</summary>
internal sealed class FreeKeys(GenesisDocument genesis)
{
    private readonly ModelCryptography _cryptography = new();
    private int _made;

    /// <summary>A valid review by a new key.</summary>
    public SignedTransaction Review(long writtenAt, int textBytes = 40)
    {
        var seed = new byte[32];
        BinaryPrimitives.WriteInt32BigEndian(seed, ++_made);
        seed[31] = 0xF1;
        using var key = _cryptography.CreateSigningKey(seed);
        var text = $"A wonderful thing, says {_made}. ".PadRight(textBytes, '!');
        var body = new Transaction.Review(
            genesis.Network, key.PublicKey, 1, new Round(1_000), $"thing {_made}", "", ReviewNote.TryCreate(
                Encoding.UTF8.GetBytes(text))!, new Rating(5, 1, 5), new Timestamp(writtenAt), default);
        return new SignedTransaction(body, _cryptography.Sign(key, SignedTransaction.SigningBytes(body)));
    }

    public IEnumerable<SignedTransaction> Reviews(int count, long writtenAt, int textBytes = 40) =>
        Enumerable.Range(0, count).Select(_ => Review(writtenAt, textBytes));
}
