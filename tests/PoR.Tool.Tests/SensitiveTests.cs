using System.Text.Json.Nodes;

namespace PoR.Tool.Tests;

/// <summary><c>por sensitive</c>: what an author keeps private is opened whole or field by field.</summary>
public sealed class SensitiveTests
{
    private const string Fields = """{"order": "4711", "e-mail": "a@example.org", "age": "44"}""";

    [Fact(DisplayName = "PoR §3.7 item 2: a review carries the commitment; its author opens all fields, or one")]
    public async Task From_fields_to_a_chain()
    {
        using var scratch = new Scratch();
        var commitment = await CommitAsync(scratch, Fields);
        var rows = scratch.File(
            "r.tsv", $"text\trating\tsensitive\nI love it.\t5\t{commitment}\nA good thing, too.\t4\t\n");
        var simulated = await ToolRun.Of(
            "simulate", "--profile", "unit", "--rounds", "2", "--crypto", "model", "--reviews", rows, "--out",
            scratch["run"]);
        Assert.Equal((0, 0), (simulated.Code, (await ShowAsync(scratch, "order")).Code));

        var whole = await ToolRun.Of("sensitive", "open", scratch["opening"], "--chain", scratch["run"]);
        Assert.Equal((0, ""), (whole.Code, whole.Error));
        Assert.Matches("^round [12], review [0-9a-f]{64} of [0-9a-f]{64}$", whole.Lines[0]);
        Assert.Equal(["age: 44", "e-mail: a@example.org", "order: 4711"], whole.Lines[1..]);

        var one = await ToolRun.Of("sensitive", "open", scratch["order"], "--chain", scratch["run"]);
        Assert.Equal((0, "order: 4711"), (one.Code, one.Lines[^1]));
        Assert.Equal(whole.Lines[0], one.Lines[0]);
        var by = await ToolRun.Of("sensitive", "open", scratch["order"], "--commitment", commitment);
        Assert.Equal((0, "order: 4711\n"), (by.Code, by.Output));
    }

    [Fact(DisplayName = "PoR §3.7 item 2: another salt or value opens nothing, and no review carries it")]
    public async Task What_does_not_open()
    {
        using var scratch = new Scratch();
        var commitment = await CommitAsync(scratch, Fields);
        await ShowAsync(scratch, "order");
        foreach (var (file, change) in new (string, Action<JsonNode>)[]
        {
            ("opening", json => json["salt"] = new string('0', 64)),
            ("opening", json => json["fields"]!["age"] = "45"),
            ("opening", json => json["fields"]!.AsObject().Remove("age")),
            ("order", json => json["value"] = "4712"),
            ("order", json => json["index"] = 0),
        })
        {
            var text = await File.ReadAllTextAsync(scratch[file], TestContext.Current.CancellationToken);
            var json = JsonNode.Parse(text)!;
            change(json);
            var changed = scratch.File("changed", json.ToJsonString());
            var run = await ToolRun.Of("sensitive", "open", changed, "--commitment", commitment);
            Assert.Equal((1, ""), (run.Code, run.Output));
            Assert.Contains($"does not open {commitment}", run.Error, StringComparison.Ordinal);
        }
    }

    [Fact(DisplayName = "The salt is in the file for the author alone, and nowhere else")]
    public async Task The_salt_is_secret()
    {
        using var scratch = new Scratch();
        await CommitAsync(scratch, Fields);
        var salt = JsonNode.Parse(await File.ReadAllTextAsync(
            scratch["opening"], TestContext.Current.CancellationToken))!["salt"]!.GetValue<string>();
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(scratch["opening"]));

        var shown = await ShowAsync(scratch, "age");
        var opened = await ToolRun.Of("sensitive", "open", scratch["opening"], "--commitment", new string('0', 64));
        Assert.Equal(1, opened.Code);
        string[] said =
        [
            shown.Output, shown.Error, opened.Output, opened.Error,
            await File.ReadAllTextAsync(scratch["age"], TestContext.Current.CancellationToken),
        ];
        Assert.All(said, text => Assert.DoesNotContain(salt, text, StringComparison.Ordinal));

        await CommitAsync(scratch, Fields, "again");
        Assert.DoesNotContain(
            salt, await File.ReadAllTextAsync(scratch["again"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Theory(DisplayName = "Wrong use is told in one sentence, and nothing is written over")]
    [InlineData("{\"a\": 7}", "no such file")]
    [InlineData("[1]", "no such file")]
    [InlineData("{}", "1 to 64 are right")]
    [InlineData("{\"a\": \"1\", \"a\": \"2\"}", "'a' is there twice")]
    public async Task Wrong_fields(string fields, string expected)
    {
        using var scratch = new Scratch();
        var run = await ToolRun.Of("sensitive", "commit", scratch.File("f", fields), "--out", scratch["o"]);

        Assert.Equal((2, ""), (run.Code, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(scratch["o"]));
    }

    [Fact]
    public async Task Wrong_use_is_refused()
    {
        using var scratch = new Scratch();
        var fields = scratch.File("f", Fields);
        await CommitAsync(scratch, Fields);
        foreach (var (args, expected) in new (string[], string)[]
        {
            (["commit", fields], "--out: no file is named"),
            (["commit", fields, "--out", fields], "is not overwritten"),
            (["show", scratch["opening"], "none", "--out", scratch["x"]], "no field 'none', but age, e-mail, order"),
            (["open", scratch["opening"]], "Either --commitment or --chain"),
            (["open", scratch["opening"], "--commitment", "12"], "64 hexadecimal digits"),
            (["open", scratch["opening"], "--chain", scratch["absent"]], "There is no folder"),
            (["open", fields, "--commitment", new string('0', 64)], "no such file: 'name' is missing."),
        })
        {
            var run = await ToolRun.Of(["sensitive", .. args]);
            Assert.Equal((2, ""), (run.Code, run.Output));
            Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        }
    }

    [Fact(DisplayName = "A value with line breaks or other control characters stays one line, and so one field")]
    public async Task Control_characters()
    {
        using var scratch = new Scratch();
        var commitment = await CommitAsync(scratch, """{"note": "x\norder: 4711\u001b[2J\u009b2J"}""");
        var run = await ToolRun.Of("sensitive", "open", scratch["opening"], "--commitment", commitment);

        Assert.Equal((0, "note: x order: 4711 [2J 2J\n"), (run.Code, run.Output));
    }

    private static async Task<string> CommitAsync(Scratch scratch, string fields, string to = "opening")
    {
        var run = await ToolRun.Of("sensitive", "commit", scratch.File("fields", fields), "--out", scratch[to]);
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches("^[0-9a-f]{64}\n$", run.Output);
        return run.Lines[0];
    }

    private static Task<ToolRun> ShowAsync(Scratch scratch, string name) =>
        ToolRun.Of("sensitive", "show", scratch["opening"], name, "--out", scratch[name]);
}
