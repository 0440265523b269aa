using System.Diagnostics;
using PoR.Core.Rounds;

namespace PoR.Node.Running;

/// <summary>
/// Spans of one peer, for traces: each of its rounds, steps and built blocks within it, and what it takes in of other
/// peers' chains. Not one for each vote.
/// </summary>
/// <param name="peer">Its name, as in metrics.</param>
internal sealed class RoundSpans(string peer)
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "PoR";

    private static readonly ActivitySource s_source = new(SourceName);

    private Activity? _round;
    private Activity? _step;

    /// <summary>A round has started; the one before has ended.</summary>
    public void OnRound(Round round)
    {
        End(ref _step);
        End(ref _round);
        _round = Begin("round", parent: null)?.SetTag("round", round.Number);
    }

    /// <summary>The round has come to a step; the one before has ended.</summary>
    public void OnStep(Step step)
    {
        End(ref _step);
        _step = Begin("step", _round)?.SetTag("step", step.Number);
    }

    /// <summary>The round has its block.</summary>
    /// <param name="isEmpty">Whether it has no reviews.</param>
    public void OnBlock(bool isEmpty)
    {
        _round?.SetTag("empty", isEmpty);
        End(ref _step);
        End(ref _round);
    }

    /// <summary>A participant's block was made.</summary>
    /// <param name="transactions">How many are in it.</param>
    /// <param name="began">By a wall clock.</param>
    /// <param name="ended">By the same clock.</param>
    public void OnBuilt(int transactions, DateTimeOffset began, DateTimeOffset ended) =>
        Record(Begin("build", _round, began)?.SetTag("transactions", transactions), ended);

    /// <summary>What a peer sent of a longer chain was taken in.</summary>
    /// <param name="blocks">How many.</param>
    /// <param name="began">By a wall clock.</param>
    /// <param name="ended">By the same clock.</param>
    public void OnCaughtUp(int blocks, DateTimeOffset began, DateTimeOffset ended) =>
        Record(Begin("catch-up", parent: null, began)?.SetTag("blocks", blocks), ended);

    private static void Record(Activity? span, DateTimeOffset ended) => span?.SetEndTime(ended.UtcDateTime).Dispose();

    private Activity? Begin(string name, Activity? parent, DateTimeOffset began = default)
    {
        // An actor's next message has nothing to do with this one, so no span is left as the current one.
        var current = Activity.Current;
        Activity.Current = null;
        var span = s_source.StartActivity(
            name, ActivityKind.Internal, parent?.Context ?? default, tags: null, links: null, began);
        span?.SetTag("peer", peer);
        Activity.Current = current;
        return span;
    }

    private static void End(ref Activity? span)
    {
        span?.Dispose();
        span = null;
    }
}
