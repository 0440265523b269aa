using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;
using PoR.Actors.Links;
using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Core.Bytes;
using PoR.Core.Faults;
using PoR.Core.Tests;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Persistence.Keys;
using PoR.Reviews;
using PoR.Simulation.Networks;
using PoR.Tool.Sensitive;

namespace PoR.Campaigns.Fuzzing;

/// <summary>What users and operators write, and what comes over HTTP.</summary>
internal static class DecodersOfTexts
{
    private const int Nodes = 20;

    // A reader of lines has room for the longest one.
    private const int LineBytes = (1 << 20) + (256 * 1024);

    private const string Table =
        "text\trating\tscale\treviewer\tproduct\tcategory\n"
        + "Very good, ärger me not.\t4\t1-5\tann\tbook\tbooks\nbad\t\t\tbob\tlamp\t\n";

    private const string Commas =
        "id,text,rating,product\r\n1,\"Good, \"\"really\"\"\nand more\",5,book\r\n2,bad,1,lamp\r\n";

    private const string Json =
        """{"text":"Good \u00e4 \"one\"","rating":5,"scale":"1-5","product":"book"}""" + "\n\n"
        + """{"text":"bad","rating":null,"other":{"a":[1,2]}}""" + "\n";

    public static ImmutableArray<Decoder> All { get; } =
    [
        new Decoder("text of a review", 20_000, ReviewIn, Texts("Not good ☺ at all!!! :-(", "Gut. Ärger? nein."))
        {
            Words = ["not ", "good", ":-)", "!!", "\u0301", "ß"], Holds = "a text is scored 0..100, twice alike",
        },
        Reviews("reviews.tsv", Table),
        Reviews("reviews.csv", Commas),
        Reviews("reviews.jsonl", Json) with { BytesPerByte = 2 * 1024 }, // A bad line costs what is thrown for it.
        new Decoder("reviews.tsv.gz", 1_500, static bytes => ReviewsIn("reviews.tsv.gz", bytes), [Packed(Table)])
        {
            // A row is told with its text, and a packed file holds up to a thousand times its length.
            BytesAtOnce = LineBytes, BytesPerByte = 16 * 1024,
        },
        new Decoder("latencies", 1_500, LatenciesIn, Texts(",a,b\na,0,12.5\nb,12.5,0\n", ",\"a\"\na,1\n"))
        {
            Words = [",", "\n", "\"", "600000"], BytesAtOnce = LineBytes, BytesPerByte = 256,
        },
        new Decoder("settings", 4_000, SettingsIn, [.. Settings()])
        {
            Words =
            [
                "run.rounds", "include \"unit.conf\"", "${run.seed}", "${?X}", " = ", " += ", "\"\"\"", "#", "//",
                "population { nodes = 4 }", "[\"halves@1s+1s\"]", "run { cuts = [", "5s", "10 MiB",
            ],
            BytesAtOnce = 4 * 1024 * 1024, BytesPerByte = 16 * 1024,
        },
        new Decoder("one setting", 40_000, SettingIn, [.. Defaults()])
        {
            Words = ["ms", "s", "m", "h", "KiB", "Mbit/s", "%", "/", ".", "none", "true"],
        },
        new Decoder("fault", 40_000, FaultIn, Texts(
            "halves@30s+60s", "80%@1m+500ms,oneway,flap:5s/5s", "34/33/33@0s+1h,delayed", "nodes:3,4,5@1s+1s",
            "bridge:1%@1s+2s", "ring:60%@1s+2s", "swizzle@0s+10s", "loss:5%@30s+60s", "damage:1% of nodes:3@1s+1s",
            "crash of 20%@40s+60s", "delay:250ms of 20%@0s+60s", "halves@0s+60s,delayed,flap:100ms/100ms"))
        {
            Words =
            [
                "@", "+", ",", ":", "/", "%", "ms", "s", "m", "h", " of ", "nodes:", "flap:", "halves", "delayed",
                "1ms/1ms", "0.0001ms", "slowdown:10", "pause", "reorder:", "duplicate:", "capacity:", "bandwidth:",
            ],
            BytesAtOnce = 512 * 1024, Holds = "a fault is read again from its name, and can be made where it says so",
        },
        new Decoder("address", 30_000, AddressIn, Texts("example.org:4711", "[::1]:80", "127.0.0.1:0"))
        {
            Words = [":", "[", "]", "::", "."], Holds = "an address is read again from its text",
        },
        new Decoder("public account", 30_000, AccountIn, Texts(new PublicAccount(
            Samples.Key(0xab), new(Samples.Fixed(0xcd)), new(Samples.Fixed(0xef))).ToString()))
        {
            Words = [" ", "A", "g"], Holds = "an account is read again from its line",
        },
        new Decoder("body of a request to sponsor", 30_000, KeyIn, Texts(Samples.Key(0xab).ToString()))
        {
            Words = [" ", "A", "g"],
        },
        new Decoder("opening of sensitive fields", 15_000, OpeningIn, [.. Openings()])
        {
            Words = ["\"salt\"", "\"fields\"", "\"path\"", "\"index\"", "{}", "[]", "\"name\""],
            Holds = "what it opens is read again from its own file",
        },
        new Decoder("sensitive fields", 15_000, FieldsIn, Texts("""{"order":"4711","age":""}"""))
        {
            Words = ["\"order\"", "{}", "[]", ":", "\"\""],
        },
    ];

    private static ImmutableArray<byte[]> Texts(params IEnumerable<string> texts) =>
        [.. texts.Select(Encoding.UTF8.GetBytes)];

    private static string TextOf(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    private static Decoded ReviewIn(byte[] bytes)
    {
        if (ReviewNote.TryCreate(bytes) is null)
            return new Decoded("It is no text of a review.");
        var score = EvaluationModel.Embedded.Evaluate(bytes);
        Decoders.Require(score.Score <= 100, "a score is 0..100");
        Decoders.Require(score == EvaluationModel.Embedded.Evaluate(bytes), "a text has one score");
        return new Decoded(null);
    }

    private static Decoder Reviews(string file, string text) =>
        new(file, 1_500, bytes => ReviewsIn(file, bytes), Texts(text))
        {
            Words = ["\t", ",", "\"", "\n", "1-5", "rating", "{\"text\":", "}"],
            BytesAtOnce = LineBytes,
            BytesPerByte = 256,
            Holds = "each row is a review or a fault with its place, and is counted",
        };

    private static Decoded ReviewsIn(string file, byte[] bytes)
    {
        switch (ReviewFileReader.Open(file, new MemoryStream(bytes)))
        {
            case ReviewFileOpening.Opened { Reader: var reader }:
                using (reader)
                {
                    var rows = 0;
                    string? fault = null;
                    foreach (var item in reader.ReadRows())
                    {
                        rows++;
                        fault ??= (item as ReviewItem.Malformed)?.Fault.ToString();
                    }

                    Decoders.Require(
                        rows == reader.Counts.Good + reader.Counts.MalformedTotal, "each row is counted once");
                    return new Decoded(fault);
                }

            case ReviewFileOpening.Refused { Fault: var refusal }:
                return new Decoded(refusal.ToString());
            case var other:
                throw new InvalidOperationException($"{other} is no opening.");
        }
    }

    private static byte[] Packed(string text)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    private static Decoded LatenciesIn(byte[] bytes) =>
        new(LatencyMatrixReader.Read(TextOf(bytes), "latencies.csv", isRoundTrip: true).Error);

    private static IEnumerable<byte[]> Settings()
    {
        var files = new BuiltInHoconSource();
        foreach (var file in new[] { "unit.conf", "demo.conf", "cluster.conf", "scenarios/F2.conf" })
            yield return Encoding.UTF8.GetBytes(files.Find(file, null)!.Content);
        yield return Encoding.UTF8.GetBytes(
            """
            include "unit.conf"
            run { rounds = 5, seed = 7, cuts = ["halves@1s+2s"] } // A comment.
            run.reviews-per-round = ${run.rounds}
            network.gossip-degree = 4
            """);
    }

    private static Decoded SettingsIn(byte[] bytes)
    {
        var source = new OneFile(TextOf(bytes));
        var result = ProfileLoader.Load(OneFile.Name, source, static _ => null);
        return new Decoded(result.IsValid ? null : string.Join('\n', result.Faults));
    }

    private static IEnumerable<byte[]> Defaults()
    {
        for (var key = 0; key < SettingSchema.Keys.Length; key++)
        {
            byte[] text = [(byte)key, .. Encoding.UTF8.GetBytes(SettingSchema.Keys[key].Default)];
            if (SettingIn(text).Refusal is null)
                yield return text; // The default of a list is none of its items.
        }
    }

    private static Decoded SettingIn(byte[] bytes)
    {
        if (bytes.Length == 0)
            return new Decoded("It names no key.");
        var key = SettingSchema.Keys[bytes[0] % SettingSchema.Keys.Length];
        return new Decoded(SettingParser.Parse(key, TextOf(bytes[1..])).Error);
    }

    private static Decoded FaultIn(byte[] bytes)
    {
        var (fault, error) = FaultGrammar.Parse(TextOf(bytes));
        if (fault is null)
            return new Decoded(error ?? "");
        Decoders.Require(FaultGrammar.Parse(fault.Text).Fault is { } again
            && again.Start == fault.Start && again.End == fault.End, "a fault is read again from its name");
        if (fault.FaultIn(Nodes) is { } impossible)
            return new Decoded(impossible);
        if (fault is not LinkFault link)
            return new Decoded(null);
        var fates = new LinkFates([link], Nodes, seed: 1);
        foreach (var travelMs in new[] { 1, 100, 101 })
        {
            var arrives = link.Start + TimeSpan.FromMilliseconds(travelMs);
            var fate = fates.Of(new LinkPassage(0, Nodes - 1, 1_000, true, link.Start, arrives, 0));
            Decoders.Require(fate.ArrivesAt >= link.Start, "no message arrives before it departs");
        }

        return new Decoded(null);
    }

    private static Decoded AddressIn(byte[] bytes)
    {
        if (EndPointText.Parse(TextOf(bytes)) is not { } address)
            return new Decoded("It is no address.");
        Decoders.Require(EndPointText.Parse(address.ToString()) == address, "an address is read again from its text");
        return new Decoded(null);
    }

    private static Decoded AccountIn(byte[] bytes)
    {
        if (PublicAccount.Parse(TextOf(bytes)) is not { } account)
            return new Decoded("It is no account.");
        Decoders.Require(PublicAccount.Parse(account.ToString()) == account, "an account is read again from its line");
        return new Decoded(null);
    }

    private static Decoded KeyIn(byte[] bytes) =>
        new(Bytes32.TryParse(TextOf(bytes).Trim()) is null ? "It is no public key." : null);

    private static IEnumerable<byte[]> Openings()
    {
        var fields = SensitiveFields.TryCreate([new("order", "4711"), new("e-mail", "ä@b"), new("age", "")], out _)!;
        yield return OpeningFile.Of(fields, Samples.Fixed(7));
        yield return OpeningFile.Of(fields.Show("age", Samples.Fixed(7))!);
    }

    private static Decoded OpeningIn(byte[] bytes)
    {
        var content = OpeningFile.Read(TextOf(bytes), out var fault);
        if (content is null)
            return new Decoded(fault);
        content.Opens(default);
        var written = content switch
        {
            OpeningFile.Whole(var all, var salt) => OpeningFile.Of(all, salt),
            OpeningFile.Single(var shown) => OpeningFile.Of(shown),
            _ => throw new InvalidOperationException($"{content} is no content."),
        };
        var again = OpeningFile.Read(TextOf(written), out _);
        Decoders.Require(
            again is not null && again.Fields.AsSpan().SequenceEqual(content.Fields.AsSpan()),
            "what is opened is read again");
        return new Decoded(null);
    }

    private static Decoded FieldsIn(byte[] bytes)
    {
        if (OpeningFile.FieldsOf(TextOf(bytes), out var fault) is not { } fields)
            return new Decoded(fault);
        fields.Commit(default);
        return new Decoded(null);
    }

    /// <summary>A user's file, which may include what is built in.</summary>
    private sealed class OneFile(string text) : IHoconSource
    {
        public const string Name = "fuzzed.conf";

        private readonly BuiltInHoconSource _builtIn = new();

        public HoconText? Find(string name, HoconText? includedFrom) => name == Name
            ? new HoconText(Name, Name, text)
            : _builtIn.Find(name, includedFrom);
    }
}
