using System.Globalization;
using PoR.Core.Genesis;

namespace PoR.Tool.Tests;

/// <summary><c>por verify</c>: a chain holds, or the first fault is told, whatever was changed.</summary>
public sealed class VerifyTests(TinyChain chain) : IClassFixture<TinyChain>
{
    private const int FlipsPerFile = 60;

    public static TheoryData<string> Files => ["genesis.por", "000001.por", "000002.por", "000003.por", "head.por"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_folder_of_a_run_and_that_of_its_chain_are_both_taken(bool isRun)
    {
        var run = await ToolRun.Of("verify", isRun ? chain.RunFolder : chain.Folder);

        Assert.Equal(0, run.Code);
        Assert.Matches("^The chain holds: 3 rounds, 6 reviews, network [0-9a-f]{64}\\.\n$", run.Output);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task Json_is_one_object()
    {
        var json = (await ToolRun.Of("verify", chain.Folder, "--json")).Json;

        Assert.Equal(
            ["sound", "network", "rounds", "reviews", "insecure"], json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(3, json.GetProperty("rounds").GetInt32());
        Assert.False(json.GetProperty("insecure").GetBoolean());
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_flipped_bit_is_noticed_in_the_file_that_has_it(string file)
    {
        using var scratch = new Scratch();
        var folder = scratch.Copy(chain.Folder, "chain");
        var path = Path.Combine(folder, file);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var stride = Math.Max(1, bytes.Length / FlipsPerFile);
        for (var at = 0; at < bytes.Length; at += stride)
        {
            var changed = bytes.ToArray();
            changed[at] ^= (byte)(1 << (at % 8));
            await File.WriteAllBytesAsync(path, changed, TestContext.Current.CancellationToken);
            await AssertBroken(folder, file, $"{file} with byte {at} changed");
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_file_that_is_cut_or_longer_or_empty_is_noticed(string file)
    {
        using var scratch = new Scratch();
        var folder = scratch.Copy(chain.Folder, "chain");
        var path = Path.Combine(folder, file);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        foreach (byte[] changed in new byte[][] { [], bytes[..^1], bytes[..(bytes.Length / 2)], [.. bytes, 0] })
        {
            await File.WriteAllBytesAsync(path, changed, TestContext.Current.CancellationToken);
            await AssertBroken(folder, file, $"{file} of {changed.Length} bytes");
        }
    }

    [Fact(DisplayName = "A chain of older rules is refused in one sentence")]
    public async Task Older_rules()
    {
        using var scratch = new Scratch();
        var folder = scratch.Copy(chain.Folder, "chain");
        var path = Path.Combine(folder, "genesis.por");
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

        // Genesis of rules 1 began with its name.
        await File.WriteAllBytesAsync(path, bytes[sizeof(int)..], TestContext.Current.CancellationToken);
        var run = await ToolRun.Of("verify", folder);

        Assert.Equal(1, run.Code);
        Assert.Contains(
            $"made under rules 1, and this program has rules {GenesisDocument.Rules}: begin anew",
            run.Output + run.Error);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_missing_file_is_named(string file)
    {
        using var scratch = new Scratch();
        var folder = scratch.Copy(chain.Folder, "chain");
        File.Delete(Path.Combine(folder, file));

        await AssertBroken(folder, file, $"{file} missing");
    }

    [Theory]
    [InlineData("000001.por", "000002.por", "000001.por")]
    [InlineData("000002.por", "000003.por", "000002.por")]
    [InlineData("genesis.por", "head.por", "genesis.por")]
    public async Task Swapped_files_are_noticed(string one, string other, string told)
    {
        using var scratch = new Scratch();
        var folder = scratch.Copy(chain.Folder, "chain");
        File.Copy(Path.Combine(chain.Folder, one), Path.Combine(folder, other), overwrite: true);
        File.Copy(Path.Combine(chain.Folder, other), Path.Combine(folder, one), overwrite: true);

        await AssertBroken(folder, told, "swapped");
    }

    [Theory]
    [InlineData("000004.por")]
    [InlineData("000005.por")]
    [InlineData("4.por")]
    [InlineData("0000001.por")]
    [InlineData("notes.txt")]
    [InlineData("genesis.por.bak")]
    public async Task An_additional_file_is_noticed(string name)
    {
        using var scratch = new Scratch();
        var folder = scratch.Copy(chain.Folder, "chain");
        File.Copy(Path.Combine(folder, "000003.por"), Path.Combine(folder, name));

        var run = await ToolRun.Of("verify", folder, "--json");

        Assert.Equal(1, run.Code);
    }

    [Theory]
    [InlineData("genesis.por")]
    [InlineData("000002.por")]
    [InlineData("head.por")]
    public async Task A_file_of_another_chain_is_noticed(string file)
    {
        using var scratch = new Scratch();
        var folder = scratch.Copy(chain.Folder, "chain");
        await ToolRun.Of(
            "simulate", "--profile", "unit", "--participants", "4", "--nodes", "4", "--rounds", "3", "--seed", "2",
            "--reviews-per-round", "2", "--out", scratch["other"], "--json");
        File.Copy(Path.Combine(scratch["other"], "chain", file), Path.Combine(folder, file), overwrite: true);

        await AssertBroken(folder, file, "of another chain");
    }

    [Fact]
    public async Task A_shorter_chain_with_its_old_head_lacks_a_file_and_with_an_older_head_has_one_too_many()
    {
        using var scratch = new Scratch();
        var folder = scratch.Copy(chain.Folder, "chain");
        await ToolRun.Of(
            "simulate", "--profile", "unit", "--participants", "4", "--nodes", "4", "--rounds", "2",
            "--reviews-per-round", "2", "--out", scratch["shorter"], "--json");
        File.Copy(Path.Combine(scratch["shorter"], "chain", "head.por"), Path.Combine(folder, "head.por"), true);

        await AssertBroken(folder, "000003.por", "one too many");
    }

    [Fact]
    public async Task The_insecure_stand_in_is_called_by_its_name()
    {
        using var scratch = new Scratch();
        await ToolRun.Of(
            "simulate", "--profile", "unit", "--rounds", "1", "--crypto", "model", "--out", scratch["run"], "--json");

        Assert.StartsWith("INSECURE", (await ToolRun.Of("verify", scratch["run"])).Output, StringComparison.Ordinal);
        Assert.True((await ToolRun.Of("verify", scratch["run"], "--json")).Json.GetProperty("insecure").GetBoolean());
    }

    [Fact]
    public async Task Where_there_is_no_chain_it_is_wrong_use()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(Path.Combine(scratch["run"], "chain"));
        string[] folders = [scratch["absent"], scratch["run"], scratch.File("file", "x")];

        foreach (var folder in folders)
        {
            var run = await ToolRun.Of("verify", folder);
            Assert.Equal(2, run.Code);
            Assert.Empty(run.Output);
            Assert.Contains(folder, run.Error, StringComparison.Ordinal);
        }
    }

    private static async Task AssertBroken(string folder, string file, string what)
    {
        var run = await ToolRun.Of("verify", folder, "--json");
        Assert.True(run.Code == 1, $"{what}: exit code {run.Code}, {run.Error}");
        Assert.True(
            run.Json.GetProperty("file").GetString() == file || run.Json.GetProperty("reason").GetString()!
                .Contains(file, StringComparison.Ordinal),
            string.Create(CultureInfo.InvariantCulture, $"{what}: {run.Output}"));
    }
}
