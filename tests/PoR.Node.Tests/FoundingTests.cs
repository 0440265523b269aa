using Akka.Actor;
using PoR.Node.Cluster;

namespace PoR.Node.Tests;

/// <summary>Members that found a cluster, or wait, in whatever order they hear each other.</summary>
public sealed class FoundingTests
{
    private const int Planned = 5;
    private const int SecondsMax = 60;

    [Theory(DisplayName = "Cluster_Of members that reach each other one founds and the others join it")]
    [InlineData(5)]
    [InlineData(4)]
    [InlineData(3)]
    public void A_majority_founds(int there)
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var members = new Members(there, seed);
            members.RunUntilAllAreIn();

            Assert.Equal(there, members.In.Count);
            Assert.Single(members.Founders);
        }
    }

    [Theory(DisplayName = "Cluster_Members without a majority wait, however long")]
    [InlineData(1)]
    [InlineData(2)]
    public void A_minority_waits(int there)
    {
        for (var seed = 0; seed < 50; seed++)
        {
            var members = new Members(there, seed);
            members.RunUntilAllAreIn();

            Assert.Empty(members.In);
        }
    }

    [Fact(DisplayName = "Cluster_Two halves that reach each other by some links alone never found two clusters")]
    public void Never_two()
    {
        for (var seed = 0; seed < 1_000; seed++)
        {
            // Each pair reaches each other or not.
            var random = new Random(seed);
            var cut = Enumerable.Range(0, Planned * Planned).Select(_ => random.Next(3) == 0).ToArray();
            var members = new Members(Planned, seed)
            {
                Reaches = (one, other) => !cut[(Math.Min(one, other) * Planned) + Math.Max(one, other)],
            };
            members.RunUntilAllAreIn();

            Assert.InRange(members.Founders.Count, 0, 1);
        }
    }

    /// <summary>Members whose questions and answers arrive in an order of chance.</summary>
    private sealed class Members(int count, int seed)
    {
        private readonly Random _random = new(seed);

        private readonly Founding[] _members =
            [.. Enumerable.Range(0, count).Select(i => new Founding(AddressOf(i), Planned))];

        public Func<int, int, bool> Reaches { get; init; } = (_, _) => true;

        public HashSet<int> In { get; } = [];

        public HashSet<int> Founders { get; } = [];

        public void RunUntilAllAreIn()
        {
            for (var second = 0; second < SecondsMax && In.Count < count; second++)
            {
                foreach (var i in Shuffled())
                    Step(i, TimeSpan.FromSeconds(second));
            }
        }

        private static Address AddressOf(int i) => new("akka.tcp", "por", "127.0.0.1", 7800 + i);

        private void Step(int i, TimeSpan now)
        {
            if (In.Contains(i))
                return;
            if (_members[i].Decide(now) is { } joined)
            {
                In.Add(i);
                if (joined == AddressOf(i))
                    Founders.Add(i);
                return;
            }

            foreach (var other in Shuffled().Where(other => other != i && Reaches(i, other)))
            {
                var answer = _members[other].AnswerTo(
                    AddressOf(i), _members[i].MayFound(now), In.Contains(other), now);
                _members[i].Hear(AddressOf(other), answer);
            }
        }

        private int[] Shuffled()
        {
            int[] order = [.. Enumerable.Range(0, count)];
            _random.Shuffle(order);
            return order;
        }
    }
}
