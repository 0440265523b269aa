namespace Limits;

/// <summary>Waits for what happens in real time; the test's own limit ends it.</summary>
internal static class Wait
{
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(20);

    /// <summary>Looks again and again until something holds.</summary>
    /// <param name="condition">What shall hold.</param>
    public static async Task Until(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(Between, TestContext.Current.CancellationToken);
    }
}
