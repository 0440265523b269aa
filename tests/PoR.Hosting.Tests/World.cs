using PoR.Actors.Contract;
using PoR.Hosting.VirtualTime;

namespace PoR.Hosting.Tests;

/// <summary>A host, and a log of what its actors did, with the seconds of the run clock.</summary>
internal sealed class World : IDisposable
{
    public World(VirtualTimeHostOptions? options = null) => Host = new VirtualTimeHost(options);

    public VirtualTimeHost Host { get; }

    public List<string> Log { get; } = [];

    public static ActorAddress A { get; } = new("a", "0");

    public static ActorAddress B { get; } = new("b", "0");

    public static int NodeOf(string key) => int.Parse(key);

    /// <summary>Registers a kind; starts and stops are logged only where a script says so.</summary>
    public World With(
        string kind,
        Action<Scripted, IContext, IMessage>? hears = null,
        Action<Scripted, IContext>? starts = null,
        Action<Scripted, IContext, StopReason>? stops = null,
        KindOptions? options = null)
    {
        Host.Register(
            kind,
            _ => new Scripted { Hears = hears, Starts = starts, Stops = stops },
            options);
        return this;
    }

    /// <summary>A kind that logs the texts it hears.</summary>
    public World WithListener(string kind, KindOptions? options = null) =>
        With(kind, (_, c, m) => Say(c, TextOf(m)), options: options);

    public void Say(IContext c, string text) => Log.Add($"{c.Now.TotalSeconds:0.###} {c.Self} {text}");

    public void Tell(ActorAddress to, string text) => Host.Tell(to, new Note(text));

    /// <summary>Delivers everything, and checks the books after each step.</summary>
    public World Run(int max = 10_000)
    {
        for (var i = 0; i < max && Host.Step(); i++)
            CheckBooks();
        CheckBooks();
        return this;
    }

    public World RunTo(double seconds)
    {
        Host.RunUntil(TimeSpan.FromSeconds(seconds));
        CheckBooks();
        return this;
    }

    /// <summary>I12, by the counters and by a recount of all letters that wait somewhere.</summary>
    public void CheckBooks()
    {
        var accounts = Host.Accounts;
        Assert.True(accounts.IsBalanced, accounts.ToString());
        var waiting = Host.State.Queue.Entries()
            .Concat(Host.State.Directory.InOrder().SelectMany(cell =>
                (cell.Mailbox?.Entries() ?? []).Concat(cell.Stashed?.Entries() ?? [])))
            .Count(entry => entry.Type == EventType.Letter);
        Assert.Equal(waiting, accounts.InFlight);
    }

    public static string TextOf(IMessage message) => message switch
    {
        Note note => note.Text,
        Local local => local.Text,
        JobDone done => $"{done.Key}={(done.Result is { } r ? TextOf(r) : done.Error)}",
        Unreachable gone => $"gone {gone.Who}",
        _ => message.GetType().Name,
    };

    public void Dispose()
    {
        var ended = Host.DisposeAsync().AsTask();
        Assert.True(ended.IsCompletedSuccessfully);
    }
}
