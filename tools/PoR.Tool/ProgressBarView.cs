using Spectre.Console;

namespace PoR.Tool;

/// <summary>Progress drawn in place on standard error, where that is a terminal.</summary>
internal static class ProgressBarView
{
    /// <summary>Works and shows.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="first">What is told before the first report.</param>
    /// <param name="max">The value at which the work is done.</param>
    /// <param name="work">Given the place to report to: what is told, and how far it is.</param>
    public static async Task<T> ShowAsync<T>(
        Terminal terminal, string first, double max, Func<Action<string, double>, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        return await console.Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(),
                new PercentageColumn(), new ElapsedTimeColumn(), new SpinnerColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(first, maxValue: max);
                return await work((told, value) => (task.Description, task.Value) = (told, value));
            });
    }
}
