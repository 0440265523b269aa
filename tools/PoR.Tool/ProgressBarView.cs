using Spectre.Console;

namespace PoR.Tool;

/// <summary>Progress drawn in place on standard error, where that is a terminal.</summary>
internal static class ProgressBarView
{
    /// <summary>Columns of a terminal below which the bar has no room beside the words.</summary>
    private const int BarWidthMin = 100;

    /// <summary>Works and shows.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="first">What is told before the first report.</param>
    /// <param name="max">The value at which the work is done.</param>
    /// <param name="work">
    /// Given the place to report to, what is told and how far it is, and the columns of the terminal.
    /// </param>
    public static async Task<T> ShowAsync<T>(
        Terminal terminal, string first, double max, Func<Action<string, double>, int, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(terminal.Error) });
        var width = console.Profile.Width;
        ProgressColumn[] columns =
        [
            new TaskDescriptionColumn { Alignment = Justify.Left },
            .. width < BarWidthMin ? [] : new ProgressColumn[] { new ProgressBarColumn(), new PercentageColumn() },
            new ElapsedTimeColumn(), new SpinnerColumn(),
        ];
        return await console.Progress()
            .AutoClear(true)
            .HideCompleted(false)
            .Columns(columns)
            .StartAsync(async context =>
            {
                var task = context.AddTask(first, maxValue: max);
                return await work((told, value) => (task.Description, task.Value) = (told, value), width);
            });
    }
}
