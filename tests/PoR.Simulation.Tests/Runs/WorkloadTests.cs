using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Transactions;
using PoR.Cryptography;
using PoR.Reviews;
using PoR.Simulation.Runs;
using PoR.Simulation.Tests.Worlds;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Tests.Runs;

/// <summary>Honest authors.</summary>
public sealed class WorkloadTests
{
    [Theory(DisplayName = "Honest load breaks no behaviour rule, be it as much as there are participants")]
    [InlineData("unit", 10, 15, "run.reviews-per-round=20")]
    [InlineData("unit", 10, 15, "run.reviews-per-round=19")]
    [InlineData("demo", 4, 0, "run.reviews-per-round=1200")]
    public void Honest_authors_are_not_blacklisted(string profile, int rounds, int cutSeconds, string load)
    {
        var settings = Lab.Load(profile, rounds, seed: 3, "run.crypto=model", load);
        var atStart = settings.Population.BlacklistedAtStart;
        if (cutSeconds > 0)
            settings = settings.WithFaults($"halves@10s+{cutSeconds}s");

        var run = WatchedRun.Of(settings);

        run.AssertSafe();
        Assert.Empty(run.Refused);
        Assert.All(run.Result.Rounds, round => Assert.Equal(atStart, round.Blacklisted));
        Assert.True(run.Result.Rounds.Sum(r => r.Reviews) >= rounds * 7);
    }

    [Fact(DisplayName = "D42: asked to, authors commit first, and open a block later; each commitment is opened once")]
    public void Authors_commit_first()
    {
        var run = WatchedRun.Of(Lab.Unit(rounds: 8, seed: 5, "run.reviews-per-round=5", "run.commit-texts=true"));

        run.AssertSafe();
        Assert.Empty(run.Refused);
        var written = run.Outcome.Chain.SelectMany(b => b.Block.Payset, (b, e) => (b.Block.Header.Round, Entry: e))
            .ToArray();
        var committed = written.Where(w => w.Entry.Transaction.Body is Transaction.TextCommitment).ToDictionary(
            w => ((Transaction.TextCommitment)w.Entry.Transaction.Body).Commitment, w => w.Round);
        var reviews = written.Where(w => w.Entry.Transaction.Body is Transaction.Review).ToArray();
        Assert.InRange(reviews.Length, 25, committed.Count);
        Assert.All(reviews, written =>
        {
            var review = (Transaction.Review)written.Entry.Transaction.Body;
            var opened = Transaction.TextCommitment.DigestOf(
                review.Sender, review.Note, review.CommitmentSalt!.Value);
            Assert.True(committed.Remove(opened, out var round) && round < written.Round);
            Assert.Equal(BehaviourFlags.None, written.Entry.Evaluation!.Flags);
        });
    }

    [Fact(DisplayName = "A named reviewer is always the same participant: the hash of the name says who")]
    public void A_reviewer_is_the_hash_of_the_name()
    {
        var run = WatchedRun.Of(
            Lab.Unit(rounds: 5, seed: 1, "run.reviews-per-round=6"),
            drafts: _ => Named(["a", "b", "c", "d", "e", "f"]));

        run.AssertSafe();
        var reviews = run.Outcome.Chain.SelectMany(b => b.Block.Payset)
            .Select(e => (Transaction.Review)e.Transaction.Body).ToArray();
        Assert.Equal(6, reviews.Length);
        foreach (var review in reviews)
            Assert.Equal(AuthorOf(run, review.Subject), review.Sender.ToString());
    }

    [Fact(DisplayName = "The drafts of a busy author wait and are all written, in order, none too soon")]
    public void A_busy_author_loses_no_draft()
    {
        var run = WatchedRun.Of(
            Lab.Unit(rounds: 14, seed: 1), drafts: _ => Named([.. Enumerable.Repeat("only", 5)]));

        run.AssertSafe();
        var entries = run.Outcome.Chain.SelectMany(b => b.Block.Payset).ToArray();
        Assert.Equal(5, entries.Length);
        Assert.Equal([1UL, 2, 3, 4, 5], entries.Select(e => ((Transaction.Review)e.Transaction.Body).Sequence));
        Assert.Equal(["0", "1", "2", "3", "4"], entries.Select(e => ((Transaction.Review)e.Transaction.Body).Category));
        Assert.All(entries, e => Assert.Equal(
            BehaviourFlags.None, e.Evaluation!.Flags & (BehaviourFlags.ShortInterval | BehaviourFlags.TooFrequent)));
    }

    [Fact(DisplayName = "When the file ends the run goes on without reviews, and all adds up")]
    public void A_run_outlives_its_file()
    {
        var run = WatchedRun.Of(
            Lab.Unit(rounds: 4, seed: 1), drafts: _ => DraftSource.Generated(1).Take(13));

        run.AssertSafe();
        Assert.Equal([10, 3, 0, 0], run.Result.Rounds.Select(r => r.Reviews));
        Assert.All(run.Result.Rounds, round => Assert.False(round.IsEmpty));
        Assert.Equal((13, 13), (run.Result.ReviewsSubmitted, run.Result.ReviewsInBlocks));
        Assert.Equal([true, true, true, false], run.Result.Rounds.Select(r => r.IsCommitted));
        Assert.Empty(run.Result.Rejections);
    }

    [Fact(DisplayName = "What a full pool refuses, and what expires, is counted: submitted = in blocks + rejected")]
    public void Refused_reviews_are_counted()
    {
        var run = WatchedRun.Of(
            Lab.Unit(rounds: 6, seed: 1, "mempool.capacity=4", "mempool.transaction-lifetime=2"),
            drafts: _ => DraftSource.Generated(1).Take(30));

        run.AssertSafe();
        Assert.Equal(30, run.Result.ReviewsSubmitted);
        Assert.NotEmpty(run.Refused);
        Assert.Equal(run.Refused.Count, run.Result.Rejections.Where(r => r.Key != "Expired").Sum(r => r.Value));
        Assert.Equal(30, run.Result.ReviewsInBlocks + run.Result.Rejections.Values.Sum());
    }

    [Fact(DisplayName = "A review that expires in a cut is counted, and its author writes again")]
    public void An_expired_review_is_counted()
    {
        // Node 0 hosts one participant, whose reviews reach nobody while it is cut off.
        var settings = Lab.Unit(
            rounds: 18, seed: 1, "mempool.transaction-lifetime=3", "run.reviews-per-round=20");

        var run = WatchedRun.Of(settings.WithFaults("nodes:0@10s+40s"));

        run.AssertSafe();
        Assert.Equal(["Expired"], run.Result.Rejections.Keys);
        var unwritten = run.Result.ReviewsSubmitted - run.Result.ReviewsInBlocks - run.Result.Rejections.Values.Sum();
        Assert.InRange(unwritten, 0, 20);
        var isolated = run.Outcome.Chain.SelectMany(b => b.Block.Payset.Select(e => (b.Block.Header.Round, e)))
            .Where(x => x.e.Transaction.Body.Sender.ToString() == KeyOnNode0(run)).ToArray();
        Assert.True(isolated.Max(x => x.Round.Number) > 12, "Its author is heard again after the cut.");
    }

    private static string KeyOnNode0(WatchedRun run) =>
        SimulatedKeys.Of(new ModelCryptography(), run.Result.Seed, 0)
            .PublicKey.ToString();

    private static string AuthorOf(WatchedRun run, string name)
    {
        Bytes32 digest = DomainHash.Of(HashDomain.SimulatedKey, System.Text.Encoding.UTF8.GetBytes(name)).Bytes;
        return SimulatedKeys.Of(
            new ModelCryptography(), run.Result.Seed, (int)(digest.Prefix % 20)).PublicKey.ToString();
    }

    /// <summary>The subject is the reviewer's name, the category is the draft's number.</summary>
    private static IEnumerable<WrittenReview> Named(IReadOnlyList<string> names) =>
        DraftSource.Generated(5).Zip(names).Select((pair, i) => pair.First with
        {
            Reviewer = pair.Second,
            Subject = pair.Second,
            Category = i.ToString(System.Globalization.CultureInfo.InvariantCulture),
        });
}
