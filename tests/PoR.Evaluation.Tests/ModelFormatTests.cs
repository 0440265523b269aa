using System.Security.Cryptography;

namespace PoR.Evaluation.Tests;

public sealed class ModelFormatTests
{
    private static readonly byte[] Small = MakeSmall();

    [Fact(DisplayName = "A written model loads, and its digest is the SHA-256 of what precedes it")]
    public void A_model_loads()
    {
        var model = EvaluationModel.Load(Small);

        Assert.Equal(SHA256.HashData(Small.AsSpan(0, Small.Length - 32)), model.Digest.Bytes.ToArray());
        Assert.Equal(Small[^32..], model.Digest.Bytes.ToArray());
    }

    [Fact(DisplayName = "No single flipped bit is accepted, wherever it is")]
    public void Every_flipped_bit_is_refused()
    {
        for (var i = 0; i < Small.Length; i++)
        {
            var damaged = Small.ToArray();
            damaged[i] ^= (byte)(1 << (i % 8));
            Assert.Throws<InvalidDataException>(() => EvaluationModel.Load(damaged));
        }
    }

    [Theory(DisplayName = "Even with a right SHA-256, a wrong field is refused by its name")]
    [InlineData(0, 'X', "magic")]
    [InlineData(8, 2, "format")]
    [InlineData(10, 99, "tokenizer version")]
    [InlineData(12, 7, "bucket bits")]
    [InlineData(12, 23, "bucket bits")]
    [InlineData(12, 9, "bytes")]
    [InlineData(13, 23, "known-word bits")]
    [InlineData(13, 9, "bytes")]
    [InlineData(14, 1, "reserved")]
    [InlineData(15, 1, "reserved")]
    [InlineData(23, 127, "offset")]
    [InlineData(27, 127, "ascend")]
    public void Wrong_fields_are_named(int position, int value, string word)
    {
        var damaged = Small.ToArray();
        damaged[position] = (byte)value;
        SHA256.HashData(damaged.AsSpan(0, damaged.Length - 32), damaged.AsSpan(damaged.Length - 32));

        var error = Assert.Throws<InvalidDataException>(() => EvaluationModel.Load(damaged));

        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Fact(DisplayName = "Cut, empty and longer files are refused")]
    public void Wrong_lengths_are_refused()
    {
        for (var length = 0; length < Small.Length; length += 37)
        {
            var part = Small[..length];
            Assert.Throws<InvalidDataException>(() => EvaluationModel.Load(part));
        }
        Assert.Throws<InvalidDataException>(() => EvaluationModel.Load([.. Small, 0]));
    }

    [Fact(DisplayName = "The build carries a model of at most 4.5 MB, loaded once")]
    public void The_embedded_model_is_small()
    {
        var assembly = typeof(EvaluationModel).Assembly;
        using var stream = assembly.GetManifestResourceStream("PoR.Evaluation.evaluator.bin");
        Assert.NotNull(stream);
        Assert.InRange(stream.Length, 1, 4_500_000);
        Assert.Same(EvaluationModel.Embedded, EvaluationModel.Embedded);
    }

    private static byte[] MakeSmall()
    {
        var thresholds = Enumerable.Range(-50, 100).Select(i => i * 1000).ToArray();
        var weights = Enumerable.Range(0, 256).Select(i => (sbyte)(i - 128)).ToArray();
        return ModelFormat.Write(8, 8, -7, 5, thresholds, weights, new byte[32]);
    }
}
