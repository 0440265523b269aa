namespace AkkaSimulation;

/// <summary>Durations as they are said.</summary>
public static class Durations
{
    /// <summary>Milliseconds.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The duration.</returns>
    public static TimeSpan Milliseconds(this int count) => TimeSpan.FromMilliseconds(count);

    /// <summary>Seconds.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The duration.</returns>
    public static TimeSpan Seconds(this int count) => TimeSpan.FromSeconds(count);

    /// <summary>Minutes.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The duration.</returns>
    public static TimeSpan Minutes(this int count) => TimeSpan.FromMinutes(count);
}
