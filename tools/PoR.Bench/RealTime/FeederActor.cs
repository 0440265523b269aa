using System.Diagnostics;
using Akka.Actor;
using PoR.Actors.Mempools;
using PoR.Actors.Messages;
using PoR.Core.Transactions;

namespace PoR.Bench.RealTime;

/// <summary>Submits reviews at an even rate, and notes when each is in a certified block.</summary>
internal sealed class FeederActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(10);

    private readonly IReadOnlyList<IActorRef> _mempools;
    private readonly SignedReviews _reviews;
    private readonly int _rate;
    private readonly Feeding _feeding;
    private readonly Dictionary<TransactionId, int> _waiting = [];
    private int _next;

    public FeederActor(IReadOnlyList<IActorRef> mempools, SignedReviews reviews, int rate, Feeding feeding)
    {
        (_mempools, _reviews, _rate, _feeding) = (mempools, reviews, rate, feeding);
        Receive<Tick>(_ => Submit());
        Receive<Fact.BlockCertified>(OnBlock);
        Receive<Fact.TransactionRefused>(refused =>
            feeding.Done.TrySetException(new InvalidOperationException($"A review was refused: {refused.Fault}")));
        Context.System.EventStream.Subscribe(Self, typeof(Fact.BlockCertified));
        Context.System.EventStream.Subscribe(Self, typeof(Fact.TransactionRefused));
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    public static Props Props(
        IReadOnlyList<IActorRef> mempools, SignedReviews reviews, int rate, Feeding feeding) =>
        Akka.Actor.Props.Create(() => new FeederActor(mempools, reviews, rate, feeding));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        _feeding.Clock.Start();
        Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, s_tick);
    }

    private void Submit()
    {
        var due = (int)Math.Min(_reviews.Count, _feeding.Clock.Elapsed.TotalSeconds * _rate);
        for (; _next < due; _next++)
        {
            var review = _reviews[_next];
            _waiting.Add(review.Id, _next);
            _feeding.SubmittedAt[_next] = _feeding.Clock.Elapsed;
            _mempools[_next % _mempools.Count].Tell(new MempoolMessage.Submit(review));
        }
    }

    private void OnBlock(Fact.BlockCertified certified)
    {
        var now = _feeding.Clock.Elapsed;
        var ours = 0;
        foreach (var entry in certified.Block.Payset)
        {
            if (!_waiting.Remove(entry.Transaction.Id, out var index))
                continue;
            ours++;
            _feeding.CommittedAt[index] = now;
        }

        _feeding.Committed += ours;
        _feeding.LargestBlock = Math.Max(_feeding.LargestBlock, ours);
        if (_waiting.Count == 0 && _next == _reviews.Count)
            _feeding.Done.TrySetResult();
    }

    private sealed record Tick
    {
        public static Tick Instance { get; } = new();
    }
}

/// <summary>What a feeder has done; to be read when it is done.</summary>
/// <param name="reviews">How many it submits.</param>
internal sealed class Feeding(int reviews)
{
    /// <summary>Since the first one.</summary>
    public Stopwatch Clock { get; } = new();

    public TimeSpan[] SubmittedAt { get; } = new TimeSpan[reviews];

    public TimeSpan[] CommittedAt { get; } = new TimeSpan[reviews];

    /// <summary>How many are in blocks.</summary>
    public int Committed { get; set; }

    /// <summary>The most in one block.</summary>
    public int LargestBlock { get; set; }

    /// <summary>Ends when all are in blocks; fails when one is refused.</summary>
    public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
