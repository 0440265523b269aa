using System.Collections.Immutable;
using System.Security.Cryptography;
using PoR.Core.Admission;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Genesis;
using PoR.Core.Hashing;
using PoR.Core.Identities;
using PoR.Core.Parameters;
using PoR.Core.Rounds;
using PoR.Core.Transactions;

namespace PoR.Ledger.Tests;

/// <summary>Keys, documents and signatures that mean nothing outside tests.</summary>
internal static class TestData
{
    public static readonly Timestamp Start = new(1_000_000_000);

    public static Bytes32 Bytes(string of) => new(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(of)));

    public static PublicKey Key(int number) => new(Bytes($"key {number}"));

    public static Signature AnySignature { get; } = new(new Bytes64([.. Enumerable.Repeat((byte)7, 64)]));

    public static VrfProof Proof(byte value) => new([.. Enumerable.Repeat(value, 80)]);

    public static GenesisAccount Account(
        int number, long reputation = 1, ulong balance = 0, long blacklistedUntil = 0) => new(
        Key(number),
        new VrfPublicKey(Bytes($"vrf {number}")),
        new OneTimeRootKey(Bytes($"root {number}")),
        reputation,
        balance,
        new Round(blacklistedUntil));

    public static GenesisDocument Genesis(ProtocolParameters parameters, IEnumerable<GenesisAccount> accounts) => new(
        "test",
        parameters,
        new Digest(Bytes("evaluator")),
        isInsecureModel: true,
        new Seed(Bytes("seed")),
        Start,
        [.. accounts.OrderBy(a => a.Key)]);

    public static Evidence NoConfidence(int accused, long round) => new Evidence.NoConfidence(
        new Round(round),
        new BlockDigest(Bytes("parent")),
        new BlockValue(new BlockDigest(Bytes("block")), Key(accused)),
        []);

    /// <summary>A vote that nobody has checked.</summary>
    public static Evidence WrongCredential(int accused, long round, int step = 2) => new Evidence.WrongCredential(
        new UnverifiedVote(
            new Ballot(
                default, new Round(round), new Step(step), new BlockDigest(Bytes("parent")), Key(accused), null, null,
                null, Proof(1)),
            new OneTimeSignature(AnySignature, [])));

    /// <summary>A right that nobody has checked.</summary>
    public static Sponsorship Sponsorship(int holder, long round, long seat = 0) =>
        new(new SponsorRight(Key(holder), new Round(round), seat), default, default, AnySignature);

    public static SignedTransaction Sign(Transaction body) => new(body, AnySignature);

    public static ReviewNote Note(string text) => ReviewNote.Cut(text, out _);

    public static ImmutableArray<T> With<T>(this ImmutableArray<T> array, int index, T value) =>
        array.SetItem(index, value);
}
