using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using AkkaSimulation;
using PoR.Core.Canonical;
using PoR.Core.Genesis;
using PoR.Core.Rounds;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Reviews;
using PoR.Reviews.MadeUp;

namespace PoR.Bench.RealTime;

/// <summary>
/// Reviews of 200 to 1,000 characters, signed beforehand: each author writes again after ten seconds, and nobody else
/// writes of a subject within them, so that no rule of behaviour is broken.
/// </summary>
/// <remarks>
/// They are kept as bytes and decoded when they are submitted, since the collector would look at hundreds of thousands
/// of objects again and again, which a peer never holds at once.
/// </remarks>
internal sealed class SignedReviews
{
    private const int LettersMin = 200;
    private const int LettersMax = 1_000;
    private const int SecondsBetween = 10;
    private const int SentencesOfRating = 2_000;

    private readonly byte[] _bytes;
    private readonly int[] _ends;

    private SignedReviews(byte[][] reviews)
    {
        _bytes = [.. reviews.SelectMany(static review => review)];
        _ends = new int[reviews.Length];
        for (int i = 0, end = 0; i < reviews.Length; i++)
            _ends[i] = end += reviews[i].Length;
    }

    /// <summary>How many.</summary>
    public int Count => _ends.Length;

    /// <summary>Of all together.</summary>
    public int ByteCount => _bytes.Length;

    /// <summary>One of them, as it comes to the door.</summary>
    public SignedTransaction this[int index]
    {
        get
        {
            var start = index == 0 ? 0 : _ends[index - 1];
            return CanonicalBytes.Decode<SignedTransaction>(_bytes.AsSpan(start, _ends[index] - start), out var fault)
                ?? throw new InvalidOperationException(fault);
        }
    }

    /// <summary>Signs so many reviews, in the order in which they are to be submitted.</summary>
    /// <param name="genesis">Of the network that they are for.</param>
    /// <param name="rate">Reviews a second.</param>
    /// <param name="seconds">How long they last.</param>
    /// <param name="start">When the first one is written.</param>
    public static SignedReviews Make(GenesisDocument genesis, int rate, int seconds, DateTimeOffset start)
    {
        var cryptography = new SodiumCryptography();
        var texts = new Texts();
        var authors = new SigningKey[rate * SecondsBetween];
        Parallel.For(0, authors.Length, i =>
            authors[i] = cryptography.CreateSigningKey(SHA256.HashData(BitConverter.GetBytes(i))));
        var reviews = new byte[rate * seconds][];
        Parallel.For(0, reviews.Length, i =>
        {
            var (turn, place) = Math.DivRem(i, authors.Length);
            var author = authors[place];
            var (text, rating) = texts.Of(i);
            var draft = new WrittenReview(
                null, string.Create(CultureInfo.InvariantCulture, $"subject-{place}"), "", text, rating);
            var review = draft.By(
                author.PublicKey, genesis.Network, (ulong)turn + 1,
                new Round(genesis.Parameters.TransactionLifetimeRounds),
                new Timestamp(start.ToUnixTimeMilliseconds() + (i * 1_000L / rate)));
            reviews[i] = CanonicalBytes.Of(new SignedTransaction(
                review, cryptography.Sign(author, SignedTransaction.SigningBytes(review))));
        });
        foreach (var author in authors)
            author.Dispose();
        return new SignedReviews(reviews);
    }

    /// <summary>Made-up sentences: the first ones never repeat, what follows has the same rating.</summary>
    private sealed class Texts
    {
        private readonly ReviewGenerator _generator = new(seed: 1);
        private readonly Dictionary<Rating, List<string>> _further = [];

        public Texts()
        {
            for (var i = -1L; i > -10 * SentencesOfRating; i--)
            {
                var review = _generator.Draw(i, ExpectedCongruity.Congruent).Review;
                if (!_further.TryGetValue(review.Rating, out var known))
                    _further.Add(review.Rating, known = []);
                if (known.Count < SentencesOfRating)
                    known.Add(review.Text.ToString());
            }
        }

        public (ReviewNote Text, Rating Rating) Of(int index)
        {
            var first = _generator.Draw(index, ExpectedCongruity.Congruent).Review;
            var random = RandomStream.Of(1, string.Create(CultureInfo.InvariantCulture, $"length/{index}"));
            var letters = LettersMin + random.Next(LettersMax - LettersMin + 1);
            var text = new StringBuilder(first.Text.ToString());
            for (var further = _further[first.Rating]; text.Length < letters;)
                text.Append(' ').Append(further[random.Next(further.Count)]);
            text.Length = Math.Min(text.Length, letters);
            return (ReviewNote.Cut(text.ToString(), out _), first.Rating);
        }
    }
}
