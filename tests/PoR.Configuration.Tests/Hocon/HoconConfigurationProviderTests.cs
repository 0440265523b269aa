using Microsoft.Extensions.Configuration;
using PoR.Configuration.Hocon;

namespace PoR.Configuration.Tests.Hocon;

public sealed class HoconConfigurationProviderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("por-hocon-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(DisplayName = "A file gives the paths a:b:c, lists by index, later files over earlier ones")]
    public void A_file_gives_paths()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        Write("sub/base.conf", "a.b = 1, list = [x, { y = 2 }]");
        Write("one.conf", "include \"sub/base.conf\"\na.c = 2");
        Write("two.conf", "a.c = 3");

        var root = new ConfigurationBuilder()
            .AddHoconFile(Full("one.conf")).AddHoconFile(Full("two.conf"))
            .AddHoconFile(Full("gone.conf"), optional: true).Build();

        Assert.Equal("1", root["a:b"]);
        Assert.Equal("3", root["a:c"]);
        Assert.Equal("x", root["list:0"]);
        Assert.Equal("2", root["list:1:y"]);
    }

    [Fact(DisplayName = "An include is relative to the including file, and its faults say so")]
    public void An_include_is_relative_to_its_file()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "sub"));
        Write("one.conf", "include \"sub/two.conf\"");
        Write("sub/two.conf", "include \"three.conf\"");
        Write("sub/three.conf", "a = 1\nb =");

        var fault = Assert.Throws<HoconFormatException>(
            () => new ConfigurationBuilder().AddHoconFile(Full("one.conf")).Build());

        Assert.Equal($"{Path.Combine(_folder, "sub", "three.conf")}:2: b: has no value", fault.Message);
    }

    [Fact(DisplayName = "A missing file and a folder are errors that name it")]
    public void A_missing_file_is_an_error()
    {
        Assert.EndsWith("gone.conf: there is no such file", MessageOf("gone.conf"), StringComparison.Ordinal);
        Assert.EndsWith(": is a folder", MessageOf("."), StringComparison.Ordinal);
    }

    [Fact(DisplayName = "A built-in name is found where no such file lies beside the including one")]
    public void A_built_in_name_is_found()
    {
        Write("mine.conf", "include \"safety.conf\"\nrun.rounds = 3");
        Write("unit.conf", "include \"unit.conf\"\nrun.rounds = 4");

        var mine = new ConfigurationBuilder().AddHoconFile(Full("mine.conf")).Build();
        var unit = new ConfigurationBuilder().AddHoconFile(Full("unit.conf")).Build();

        Assert.Equal(("500", "3"), (mine["protocol:committee-size"], mine["run:rounds"]));
        Assert.Equal(("all", "4"), (unit["protocol:committee-size"], unit["run:rounds"]));
    }

    private string MessageOf(string name) => Assert.Throws<HoconFormatException>(
        () => new ConfigurationBuilder().AddHoconFile(Full(name)).Build()).Message;

    private string Full(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text) => File.WriteAllText(Full(name), text);
}
