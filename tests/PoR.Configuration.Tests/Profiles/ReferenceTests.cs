using Places;
using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;

namespace PoR.Configuration.Tests.Profiles;

/// <summary>Run with POR_WRITE_REFERENCE=1 to write the two generated files anew.</summary>
public sealed class ReferenceTests
{
    [Fact(DisplayName = "docs/configuration.md is the schema's page")]
    public void The_page_is_the_schemas() =>
        AssertFile("docs/configuration.md", ConfigurationReference.ToMarkdown());

    [Fact(DisplayName = "hocon/reference.conf is the schema's file")]
    public void The_reference_is_the_schemas() =>
        AssertFile("hocon/reference.conf", ConfigurationReference.ToHocon());

    [Fact(DisplayName = "reference.conf lists exactly the schema's keys with the schema's defaults")]
    public void The_reference_lists_every_key()
    {
        var document = HoconReader.Read("reference.conf", new BuiltInHoconSource(), _ => null);
        Assert.True(document.IsValid, document.Fault?.ToString());
        var (values, faults) = SettingSchema.Read(document.Root, []);

        Assert.Empty(faults);
        Assert.Equal(
            SettingSchema.Keys.Select(key => key.Path).Order(StringComparer.Ordinal),
            HoconFlattening.Flatten(document.Root).Select(entry => entry.Path)
                .Order(StringComparer.Ordinal));
        Assert.All(SettingSchema.Keys,
            key => Assert.Equal(SettingSchema.DefaultOf(key), values?[key]));
    }

    [Fact(DisplayName = "The files of hocon/ and the embedded ones are the same")]
    public void Files_and_resources_agree()
    {
        var files = Directory.GetFiles(Path.Combine(Repository.Root, "hocon"), "*.conf");

        Assert.Equal(
            BuiltInHoconSource.Names.Order(StringComparer.Ordinal),
            files.Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.All(files, file => Assert.Equal(
            File.ReadAllText(file),
            new BuiltInHoconSource().Find(Path.GetFileName(file), null)?.Content));
    }

    [Fact(DisplayName = "Each scenario of hocon/scenarios is embedded, is read, has a title, and expects something")]
    public void Scenarios_can_be_read()
    {
        Assert.Equal(
            Directory.GetFiles(Path.Combine(Repository.Root, "hocon", "scenarios"))
                .Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal),
            BuiltInHoconSource.Scenarios.Order(StringComparer.Ordinal));
        Assert.All(BuiltInHoconSource.Scenarios, name =>
        {
            var loaded = ProfileLoader.Load(name);
            Assert.Empty(loaded.Faults);
            Assert.NotNull(loaded.Settings!.Scenario.Title);
            Assert.NotEmpty(loaded.Settings.Scenario.Expects);
        });
    }

    private static void AssertFile(string name, string expected)
    {
        var path = Path.Combine(Repository.Root, name);
        if (Environment.GetEnvironmentVariable("POR_WRITE_REFERENCE") == "1")
            File.WriteAllText(path, expected);
        Assert.Equal(expected, File.ReadAllText(path));
    }
}
