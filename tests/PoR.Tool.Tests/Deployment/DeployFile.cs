using System.Text.Json.Nodes;
using Places;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace PoR.Tool.Tests.Deployment;

/// <summary>A file of the folder <c>docker</c>.</summary>
internal static class DeployFile
{
    /// <summary>Its place.</summary>
    public static string At(string name) => Path.Combine(Repository.Root, "docker", name);

    /// <summary>The documents of a YAML file, with anchors and merges resolved; each scalar is a text.</summary>
    public static JsonNode[] Yaml(string name)
    {
        using var text = new StreamReader(At(name));
        var parser = new MergingParser(new Parser(text));
        var reader = new DeserializerBuilder().WithDuplicateKeyChecking().Build();
        var writer = new SerializerBuilder().JsonCompatible().Build();
        var documents = new List<JsonNode>();
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _))
            documents.Add(JsonNode.Parse(writer.Serialize(reader.Deserialize<object>(parser)))!);
        return [.. documents];
    }

    /// <summary>The instructions of the Dockerfile, each with the rest of its line; stages follow each other.</summary>
    public static (string Name, string Text)[] Dockerfile() =>
    [
        .. File.ReadAllText(At("Dockerfile")).Replace("\\\n", "", StringComparison.Ordinal).Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(' ', 2)).Select(parts => (parts[0], parts[1].Trim())),
    ];

    /// <summary>A list of texts.</summary>
    public static string[] Texts(this JsonNode? list) => [.. (list?.AsArray() ?? []).Select(item => item!.ToString())];

    /// <summary>The names of a map.</summary>
    public static string[] Names(this JsonNode? map) => [.. (map?.AsObject() ?? []).Select(pair => pair.Key)];
}
