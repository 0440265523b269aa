using PoR.Actors.Contract;

namespace PoR.Hosting.VirtualTime;

/// <summary>Who hears which topic.</summary>
internal sealed class TopicRegistry
{
    private readonly Dictionary<string, Entry> _topics = new(StringComparer.Ordinal);

    public void Subscribe(Topic topic, Cell cell)
    {
        if (Of(topic).Subscribers.TryAdd(cell.Address, cell))
            (cell.Subscriptions ??= []).Add(topic);
    }

    public void Unsubscribe(Topic topic, Cell cell)
    {
        Of(topic).Subscribers.Remove(cell.Address);
        cell.Subscriptions?.Remove(topic);
    }

    public void Forget(Cell cell)
    {
        foreach (var topic in cell.Subscriptions ?? [])
            Of(topic).Subscribers.Remove(cell.Address);
        cell.Subscriptions = null;
    }

    /// <summary>In ordinal order of address.</summary>
    public IList<Cell> Subscribers(Topic topic) =>
        _topics.TryGetValue(topic.Name, out var entry) ? entry.Subscribers.Values : [];

    public bool HasSubscriberElsewhere(Topic topic, int node) =>
        Subscribers(topic).Any(cell => cell.Node != node);

    public IDisposable Observe(Topic topic, Action<Letter> observer)
    {
        var entry = Of(topic);
        entry.Observers = [.. entry.Observers, observer];
        return new Observation(entry, observer);
    }

    public void Show(Topic topic, Cell from, long now, IMessage message)
    {
        if (!_topics.TryGetValue(topic.Name, out var entry) || entry.Observers.Length == 0)
            return;
        var letter = new Letter(
            from.Address, ActorAddress.Outside, TimeSpan.FromTicks(now), message);
        foreach (var observer in entry.Observers)
            observer(letter);
    }

    private Entry Of(Topic topic)
    {
        if (!_topics.TryGetValue(topic.Name, out var entry))
            _topics.Add(topic.Name, entry = new Entry());
        return entry;
    }

    private sealed class Entry
    {
        public SortedList<ActorAddress, Cell> Subscribers { get; } = [];

        public Action<Letter>[] Observers { get; set; } = [];
    }

    private sealed class Observation(Entry entry, Action<Letter> observer) : IDisposable
    {
        public void Dispose() =>
            entry.Observers = [.. entry.Observers.Where(other => other != observer)];
    }
}
