using Limits;

namespace PoR.Tool.Tests;

/// <summary>Pipes without data, devices without end, readers that do not read: none holds the tool up.</summary>
public sealed class UnendingInputTests(TinyChain chain) : IClassFixture<TinyChain>
{
    private const string Device = "/dev/zero";

    [Theory]
    [InlineData("evaluate FILE")]
    [InlineData("simulate --profile unit --reviews FILE")]
    [InlineData("simulate --profile unit --latency FILE")]
    [InlineData("simulate --profile FILE")]
    public async Task Ctrl_C_ends_the_wait_for_a_named_pipe_at_once(string line)
    {
        using var scratch = new Scratch();
        var pipe = await NamedPipe(scratch, "a.tsv");
        using var process = await PorProcess.StartAsync(line.Replace("FILE", pipe, Ordinal).Split(' '));
        Assert.Equal($"por: waiting for data from '{pipe}' ...", await process.ReadErrorLineAsync());
        await PorProcess.InterruptAsync(process);
        var (code, output, error) = await process.EndAsync();

        Assert.Equal(130, code);
        Assert.Equal("por: stopped; nothing was written.\n", error);
        Assert.Empty(output);
    }

    [Theory]
    [InlineData("evaluate /dev/stdin")]
    [InlineData("evaluate /dev/stdin --out OUT")]
    [InlineData("simulate --profile unit --crypto model --reviews /dev/stdin")]
    public async Task Ctrl_C_ends_the_wait_for_an_idle_pipe_at_once(string line)
    {
        SkipWithout("/dev/stdin");
        using var scratch = new Scratch();
        using var process = await PorProcess.StartAsync(
            line.Replace("OUT", scratch["out.tsv"], Ordinal).Split(' '), hasInput: true);
        await process.Input.WriteAsync("text\trating\nRather good.\t4\nNo end");
        await process.Input.FlushAsync(TestContext.Current.CancellationToken);
        await SaysAsync(process, "por: waiting for data from '/dev/stdin' ...");
        await PorProcess.InterruptAsync(process);
        var (code, _, error) = await process.EndAsync();

        Assert.Equal(130, code);
        Assert.Contains("por: stopped; ", error, Ordinal);
        Assert.Empty(Directory.EnumerateFiles(scratch["."]));
    }

    [Fact]
    public async Task A_pipe_with_data_is_read_to_its_end()
    {
        SkipWithout("/dev/stdin");
        using var process = await PorProcess.StartAsync(["evaluate", "/dev/stdin"], hasInput: true);
        await process.Input.WriteAsync("text\trating\nThis is a great lamp, I love it.\t5\n");
        process.Input.Close();
        var (code, output, _) = await process.EndAsync();

        Assert.Equal(0, code);
        Assert.EndsWith("\tcongruent\n", output, Ordinal);
    }

    [Fact]
    public async Task A_profile_may_come_from_a_pipe()
    {
        using var scratch = new Scratch();
        var pipe = await NamedPipe(scratch, "p.conf");
        using var process = await PorProcess.StartAsync(
            "simulate", "--profile", pipe, "--rounds", "1", "--crypto", "model", "--json");
        var profile = scratch.File("from.conf", "include \"unit.conf\"\nrun.seed = 9\n");
        Assert.Equal(0, await ChildProcess.RunAsync("sh", "-c", $"cat '{profile}' > '{pipe}'"));
        var (code, output, error) = await process.EndAsync();

        Assert.True(code == 0, error);
        Assert.Contains("\"seed\": 9", output, Ordinal);
    }

    [Theory]
    [InlineData("evaluate FILE", "The file cannot be read: It is a device, or empty")]
    [InlineData("simulate --profile unit --reviews FILE", "The file cannot be read: It is a device, or empty")]
    [InlineData("simulate --profile unit --latency FILE", "cannot be read: It is a device, or empty")]
    [InlineData("simulate --profile FILE", "cannot be read: It is a device, or empty")]
    public async Task A_device_is_refused(string line, string told)
    {
        SkipWithout(Device);
        using var scratch = new Scratch();
        File.CreateSymbolicLink(scratch["link"], Device);
        foreach (var file in new[] { Device, scratch["link"] })
        {
            using var process = await PorProcess.StartAsync(line.Replace("FILE", file, Ordinal).Split(' '));
            var (code, output, error) = await process.EndAsync();

            Assert.Equal(2, code);
            Assert.Contains(told, error, Ordinal);
            Assert.Empty(output);
        }
    }

    [Theory]
    [InlineData("genesis.por")]
    [InlineData("000002.por")]
    [InlineData("head.por")]
    public async Task A_chain_with_a_device_or_a_pipe_for_a_file_is_broken(string name)
    {
        SkipWithout(Device);
        using var scratch = new Scratch();
        var zero = scratch.Copy(chain.Folder, "zero");
        File.Delete(Path.Combine(zero, name));
        File.CreateSymbolicLink(Path.Combine(zero, name), Device);
        var pipe = scratch.Copy(chain.Folder, "pipe");
        File.Delete(Path.Combine(pipe, name));
        await NamedPipe(scratch, Path.Combine("pipe", name));
        foreach (var folder in new[] { zero, pipe })
        {
            using var process = await PorProcess.StartAsync("verify", folder);
            var (code, output, _) = await process.EndAsync();

            Assert.Equal(1, code);
            Assert.Contains($": {name}, round ", output, Ordinal);
            Assert.Contains("cannot be read: It is empty, or is no regular file.", output, Ordinal);
        }
    }

    [Fact]
    public async Task A_file_of_a_chain_that_is_too_long_is_not_read()
    {
        using var scratch = new Scratch();
        var folder = scratch.Copy(chain.Folder, "long");
        // Without content: a disk keeps no block of it.
        await using (var file = File.OpenWrite(Path.Combine(folder, "000002.por")))
            file.SetLength(1L << 40);
        var run = await ToolRun.Of("verify", folder);

        Assert.Equal(1, run.Code);
        Assert.Contains(
            "000002.por, round 2: The file cannot be read: It is longer than 268,435,456 bytes.", run.Output, Ordinal);
    }

    [Fact]
    public async Task Zeros_without_end_are_given_up_on_Ctrl_C()
    {
        SkipWithout("/dev/stdin");
        using var process = await PorProcess.StartAsync(["evaluate", "/dev/stdin"], hasInput: true);
        await process.Input.WriteAsync("text\n");
        var zeros = new byte[1 << 16];
        var feeding = Feed();
        // The pipe is full once and again, so the tool is reading.
        await feeding.Fed.Task;
        await PorProcess.InterruptAsync(process);
        var (code, _, error) = await process.EndAsync();

        Assert.Equal(130, code);
        Assert.Contains("por: stopped; only the first rows were evaluated.", error, Ordinal);
        await Assert.ThrowsAnyAsync<IOException>(() => feeding.Task);

        (Task Task, TaskCompletionSource Fed) Feed()
        {
            var fed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return (Write(fed), fed);
        }

        async Task Write(TaskCompletionSource fed)
        {
            for (var i = 0; ; i++)
            {
                await process.Input.BaseStream.WriteAsync(zeros, TestContext.Current.CancellationToken);
                if (i == 100)
                    fed.SetResult();
            }
        }
    }

    [Fact]
    public async Task Ctrl_C_ends_the_wait_for_whoever_reads_the_results()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent by kill.");
        using var scratch = new Scratch();
        using var process = await PorProcess.StartAsync("evaluate", scratch.ManyRows("a.tsv"));
        Assert.StartsWith("id\t", await process.ReadLineAsync(), Ordinal);
        await PorProcess.InterruptAsync(process);
        await SaysAsync(process, "por: stopped; only the first rows were evaluated.");
        var (code, _, error) = await process.EndAsync();

        Assert.Equal(130, code);
        Assert.Empty(error);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_wait_for_the_reader_of_a_named_pipe()
    {
        using var scratch = new Scratch();
        var pipe = await NamedPipe(scratch, "out.tsv");
        using var process = await PorProcess.StartAsync(
            "evaluate", scratch.File("a.tsv", "text\nRather good.\n"), "--out", pipe);
        Assert.Equal($"por: waiting for a reader of '{pipe}' ...", await process.ReadErrorLineAsync());
        await PorProcess.InterruptAsync(process);

        Assert.Equal(130, (await process.EndAsync()).Code);
    }

    private static StringComparison Ordinal => StringComparison.Ordinal;

    /// <summary>Reads on until the line was said.</summary>
    private static async Task SaysAsync(ChildProcess process, string line)
    {
        string? said;
        do
            said = await process.ReadErrorLineAsync();
        while (said is not null && said != line);
        Assert.Equal(line, said);
    }

    private static async Task<string> NamedPipe(Scratch scratch, string name)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Named pipes are made by mkfifo.");
        Assert.Equal(0, await ChildProcess.RunAsync("mkfifo", scratch[name]));
        return scratch[name];
    }

    private static void SkipWithout(string device) =>
        Assert.SkipUnless(File.Exists(device), $"This system has no {device}.");
}
