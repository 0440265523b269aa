using System.Collections.Immutable;
using PoR.Configuration.Hocon;
using PoR.Core.Parameters;

namespace PoR.Configuration.Schema;

/// <summary>A value for every key of the schema, and where each came from.</summary>
/// <param name="Entries">By path: the value, and its place (null for a default).</param>
internal sealed record SettingValues(
    ImmutableSortedDictionary<string, (SettingValue Value, SourcePosition? Position)> Entries)
{
    /// <summary>The value of a key.</summary>
    /// <param name="key">A key of the schema.</param>
    /// <returns>The value; its default where no file names it.</returns>
    /// <exception cref="KeyNotFoundException">The key is none of the schema.</exception>
    public SettingValue this[SettingKey key] => Entries[key.Path].Value;

    /// <summary>A count.</summary>
    /// <param name="key">A key of whole numbers.</param>
    /// <returns>The number, or null where a word stands instead.</returns>
    public long? WholeOrWord(SettingKey key) => (this[key] as SettingValue.Whole)?.Value;

    /// <summary>A count of a key without words.</summary>
    /// <param name="key">A key of whole numbers.</param>
    /// <returns>The number.</returns>
    public int Count(SettingKey key) => checked((int)Of<SettingValue.Whole>(key).Value);

    /// <summary>A time span of a key without words.</summary>
    /// <param name="key">A key of durations.</param>
    /// <returns>The span.</returns>
    public TimeSpan Time(SettingKey key) => Of<SettingValue.Duration>(key).Value;

    /// <summary>A time span of a key whose times are whole milliseconds.</summary>
    /// <param name="key">A key of durations.</param>
    /// <returns>Milliseconds.</returns>
    public long Milliseconds(SettingKey key) => Time(key).Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>An exact share of a key without words.</summary>
    /// <param name="key">A key of ratios.</param>
    /// <returns>The share.</returns>
    public Ratio Share(SettingKey key) => Of<SettingValue.Ratio>(key).Value;

    /// <summary>A word of a choice.</summary>
    /// <param name="key">A key that is a choice.</param>
    /// <returns>One of its words.</returns>
    public string Word(SettingKey key) => Of<SettingValue.Word>(key).Value;

    /// <summary>A text of a key that a word may stand for.</summary>
    /// <param name="key">A key of texts.</param>
    /// <returns>The text, or null where a word stands instead.</returns>
    public string? TextOrWord(SettingKey key) => (this[key] as SettingValue.Text)?.Value;

    /// <summary>A key's value as the case that it must be.</summary>
    /// <typeparam name="T">The case.</typeparam>
    /// <param name="key">A key of the schema.</param>
    /// <returns>The value.</returns>
    /// <exception cref="InvalidCastException">The key holds another case: our mistake.</exception>
    public T Of<T>(SettingKey key)
        where T : SettingValue => (T)this[key];

    /// <summary>A fault of several values that cannot be together, at the one to change.</summary>
    /// <param name="message">What is wrong.</param>
    /// <param name="keys">The keys, the likeliest mistake first.</param>
    /// <returns>
    /// The fault at the first of the keys that an option sets, else that a file sets, else at
    /// the first.
    /// </returns>
    public HoconFault FaultAt(string message, params ReadOnlySpan<SettingKey> keys)
    {
        var (key, rank) = (keys[0], 0);
        foreach (var candidate in keys)
        {
            var standing = Entries[candidate.Path].Position switch
            {
                null => 0,
                { Line: > 0 } => 1,
                _ => 2,
            };
            if (standing > rank) (key, rank) = (candidate, standing);
        }

        var position = Entries[key.Path].Position ?? new SourcePosition("default", 0);
        return new HoconFault(position, key.Path, message);
    }
}
