using PoR.Actors.Services;
using PoR.Node.Running;

namespace PoR.Node.Tests;

public sealed class ProcessCpuTests
{
    private static readonly TimeSpan s_some = TimeSpan.FromMilliseconds(20);

    [Fact]
    public void Work_counts_with_its_part_and_what_it_calls_with_another()
    {
        var (lots, evaluation) = (Of(WorkPart.Lots), Of(WorkPart.Evaluation));
        while (Of(WorkPart.Lots) - lots < s_some || Of(WorkPart.Evaluation) - evaluation < s_some)
            ProcessCpu.Instance!.Measure(
                WorkPart.Lots, () => Spin() + ProcessCpu.Instance.Measure(WorkPart.Evaluation, Spin));
    }

    [Fact]
    public async Task What_a_part_awaits_counts_with_it_on_any_thread()
    {
        var links = Of(WorkPart.Links);
        while (Of(WorkPart.Links) - links < s_some)
            await CarryAsync();

        static async Task CarryAsync()
        {
            ProcessCpu.Enter(WorkPart.Links);
            await Task.Yield();
            Spin();
            await Task.Run(Spin);
        }
    }

    [Fact]
    public void The_parts_with_the_rest_are_all_that_the_process_has_used()
    {
        var least = Environment.CpuUsage.TotalTime;
        var all = ProcessCpu.Parts().Aggregate(TimeSpan.Zero, static (sum, part) => sum + part.Used);
        Assert.InRange(all, least, Environment.CpuUsage.TotalTime);
    }

    private static TimeSpan Of(WorkPart part) => ProcessCpu.Parts()[(int)part].Used;

    private static double Spin()
    {
        var sum = 0.0;
        for (var i = 1; i < 100_000; i++)
            sum += 1.0 / i;
        return sum;
    }
}
