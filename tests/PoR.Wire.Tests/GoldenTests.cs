using PoR.Core.Canonical;
using PoR.Core.Tests;

namespace PoR.Wire.Tests;

/// <summary>
/// The bytes of every message, block, vote, certificate, event and snapshot stand in files that never change: a new
/// form gets a new tag or manifest.
/// </summary>
public sealed class GoldenTests
{
    private const int LimitMs = 30_000;
    private const int LineLength = 100;

    public static TheoryData<string> Names => [.. WireSamples.All.Select(static sample => sample.Name)];

    [Theory(DisplayName = "The bytes are those of the golden file, and are read again", Timeout = LimitMs)]
    [MemberData(nameof(Names))]
    public Task Bytes_are_those_of_the_golden_file(string name)
    {
        var sample = SampleOf(name);
        var golden = Read(name);
        Assert.Equal(Convert.ToHexStringLower(golden), Convert.ToHexStringLower(sample.Bytes));
        var (again, fault) = sample.Decode(golden);
        Assert.Null(fault);
        Assert.Equal(golden, again);
        return Task.CompletedTask;
    }

    [Fact(DisplayName = "A message's length is known before its bytes are written; its digest stands for its bytes")]
    public void Lengths_and_digests_are_those_of_the_bytes()
    {
        foreach (var message in WireSamples.Messages)
        {
            var encoded = EncodedMessage.Of(message);
            var bytes = CanonicalBytes.Of(message);
            Assert.Equal(bytes.Length, encoded.Length);
            Assert.Equal(bytes, encoded.Bytes.ToArray());

            var again = EncodedMessage.Decode(bytes, new WireLimits(int.MaxValue), out _);
            Assert.Equal(encoded.Digest, again?.Digest);
        }

        var certificate = new PeerMessage.CertificateSent(Samples.Certificate with { Votes = [] });
        var digests = WireSamples.Messages.Append(certificate).Select(m => EncodedMessage.Of(m).Digest);
        Assert.Equal(WireSamples.Messages.Count + 1, digests.Distinct().Count());
    }

    [Fact(DisplayName = "Every golden file has its sample")]
    public void No_file_is_left_over()
    {
        var files = typeof(GoldenTests).Assembly.GetManifestResourceNames()
            .Where(static n => n.StartsWith("Golden/", StringComparison.Ordinal))
            .Select(static n => n["Golden/".Length..]);
        Assert.Equal(WireSamples.All.Select(static s => s.Name).Order(), files.Order());
    }

    [Fact(
        DisplayName = "Writes the files of all samples into the folder GoldenNew of the build, to copy new ones from",
        Explicit = true)]
    public void Record()
    {
        var folder = Directory.CreateDirectory("GoldenNew").FullName;
        foreach (var sample in WireSamples.All)
        {
            var lines = Convert.ToHexStringLower(sample.Bytes).Chunk(LineLength).Select(static c => new string(c));
            File.WriteAllLines(Path.Combine(folder, sample.Name + ".hex"), lines);
        }
    }

    private static Sample SampleOf(string name) => WireSamples.All.Single(sample => sample.Name == name);

    private static byte[] Read(string name)
    {
        using var stream = typeof(GoldenTests).Assembly.GetManifestResourceStream("Golden/" + name)
            ?? throw new InvalidOperationException($"There is no golden file Golden/{name}.hex.");
        using var reader = new StreamReader(stream);
        return Convert.FromHexString(reader.ReadToEnd().ReplaceLineEndings(string.Empty));
    }
}
