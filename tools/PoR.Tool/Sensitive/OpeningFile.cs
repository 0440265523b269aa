using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Transactions;

namespace PoR.Tool.Sensitive;

/// <summary>
/// What opens a commitment, as a file: all fields with their salt, {"salt", "fields": {NAME: VALUE}}, or one field,
/// {"name", "value", "salt", "index", "count", "path"}. Digests and salts are 64 hexadecimal digits.
/// </summary>
internal static class OpeningFile
{
    /// <summary>The longest file: 64 fields, every byte of them escaped.</summary>
    public const int BytesMax = 4 << 20;

    private static readonly JsonWriterOptions s_written =
        new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What a file opens. Closed: every case is nested beside it.</summary>
    public abstract record Content
    {
        /// <summary>In the order of their names.</summary>
        public abstract ImmutableArray<SensitiveField> Fields { get; }

        /// <summary>Whether a commitment is to these fields.</summary>
        public abstract bool Opens(Bytes32 commitment);
    }

    /// <summary>All fields.</summary>
    public sealed record Whole(SensitiveFields All, Bytes32 Salt) : Content
    {
        public override ImmutableArray<SensitiveField> Fields => All.All;

        public override bool Opens(Bytes32 commitment) => All.Commit(Salt) == commitment;
    }

    /// <summary>One field.</summary>
    public sealed record Single(FieldOpening Shown) : Content
    {
        public override ImmutableArray<SensitiveField> Fields => [Shown.Field];

        public override bool Opens(Bytes32 commitment) => Shown.Opens(commitment);
    }

    /// <summary>All fields, for their author alone.</summary>
    public static byte[] Of(SensitiveFields fields, Bytes32 salt) => Written(json =>
    {
        json.WriteString("salt", salt.ToString());
        json.WriteStartObject("fields");
        foreach (var (name, value) in fields.All)
            json.WriteString(name, value);
        json.WriteEndObject();
    });

    /// <summary>One field, for whom its author shows it to.</summary>
    public static byte[] Of(FieldOpening shown) => Written(json =>
    {
        json.WriteString("name", shown.Field.Name);
        json.WriteString("value", shown.Field.Value);
        json.WriteString("salt", shown.Salt.ToString());
        json.WriteNumber("index", shown.Index);
        json.WriteNumber("count", shown.Count);
        json.WriteStartArray("path");
        foreach (var digest in shown.Path)
            json.WriteStringValue(digest.ToString());
        json.WriteEndArray();
    });

    /// <summary>Fields as a user writes them: one JSON object of texts.</summary>
    /// <param name="text">The file's.</param>
    /// <param name="fault">One sentence; null when the fields are returned.</param>
    public static SensitiveFields? FieldsOf(string text, out string? fault)
    {
        var fields = Parsed(text, FieldsOf, out fault);
        return fields is null ? null : SensitiveFields.TryCreate(fields, out fault);
    }

    /// <summary>What a file of ours opens.</summary>
    /// <param name="text">The file's.</param>
    /// <param name="fault">One sentence; null when the content is returned.</param>
    public static Content? Read(string text, out string? fault)
    {
        string? inner = null;
        var content = Parsed(text, root => root.TryGetProperty("fields", out var fields)
            ? SensitiveFields.TryCreate(FieldsOf(fields), out inner) is { } all
                ? new Whole(all, Digits(root, "salt"))
                : null
            : (Content)new Single(new FieldOpening(
                new SensitiveField(Text(root, "name"), Text(root, "value")), Digits(root, "salt"),
                Number(root, "index"), Number(root, "count"),
                [.. Part(root, "path").EnumerateArray().Select(static d => new Digest(Digits(d)))])), out fault);
        fault ??= inner;
        return content;
    }

    private static T? Parsed<T>(string text, Func<JsonElement, T?> read, out string? fault)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            fault = null;
            return read(document.RootElement);
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or FormatException)
        {
            fault = $"It is no such file: {wrong.Message}";
            return null;
        }
    }

    private static SensitiveField[] FieldsOf(JsonElement element) =>
        [.. element.EnumerateObject().Select(field => new SensitiveField(field.Name, TextOf(field.Value)))];

    private static string Text(JsonElement element, string name) => TextOf(Part(element, name));

    private static int Number(JsonElement element, string name) => Part(element, name).TryGetInt32(out var number)
        ? number
        : throw new FormatException($"'{name}' is a whole number.");

    private static JsonElement Part(JsonElement element, string name) => element.TryGetProperty(name, out var part)
        ? part
        : throw new FormatException($"'{name}' is missing.");

    private static string TextOf(JsonElement element) =>
        element.GetString() ?? throw new FormatException("A text is missing.");

    private static Bytes32 Digits(JsonElement element, string name) => Digits(Part(element, name));

    private static Bytes32 Digits(JsonElement element) => Bytes32.TryParse(TextOf(element))
        ?? throw new FormatException("A salt or digest is 64 hexadecimal digits.");

    private static byte[] Written(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_written))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        bytes.WriteByte((byte)'\n');
        return bytes.ToArray();
    }
}
