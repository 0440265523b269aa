using System.Collections.Concurrent;

namespace PoR.Actors.Services;

/// <summary>
/// The most that each buffer of one peer has held, over all its lives: for reports and checks, and nothing in the
/// protocol depends on it.
/// </summary>
public sealed class BufferMarks
{
    private readonly ConcurrentDictionary<string, BufferMark> _marks = new(StringComparer.Ordinal);

    /// <summary>Of each buffer, by its name in the plural: the most at once, and what it may hold.</summary>
    public IEnumerable<(string Name, long Most, long Allowed)> All => _marks
        .OrderBy(static mark => mark.Key, StringComparer.Ordinal)
        .Select(static mark => (mark.Key, mark.Value.Most, mark.Value.Allowed));

    /// <summary>The mark of a buffer, which the one actor that has the buffer sets.</summary>
    internal BufferMark Of(string name, long allowed) => _marks.GetOrAdd(name, _ => new BufferMark(allowed));
}

/// <summary>The most that one buffer has held.</summary>
/// <param name="allowed">What it may hold.</param>
internal sealed class BufferMark(long allowed)
{
    private long _most;

    /// <summary>What it may hold.</summary>
    public long Allowed => allowed;

    /// <summary>The most at once.</summary>
    public long Most => Volatile.Read(ref _most);

    /// <summary>It holds so much now.</summary>
    public void Note(long held)
    {
        if (held > _most)
            Volatile.Write(ref _most, held);
    }
}
