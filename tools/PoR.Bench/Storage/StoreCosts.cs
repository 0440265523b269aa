using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using PoR.Actors.Participants;
using PoR.Bench.VirtualTime;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Persistence.Databases;
using PoR.TestKit;

namespace PoR.Bench.Storage;

/// <summary>
/// What it costs to keep ballots and blocks in a real database: bursts of ballots, blocks of 100 KB, and recoveries,
/// through the journal and the serializers that peers use.
/// </summary>
internal static class StoreCosts
{
    private const int Participants = 1_200;
    private const int Burst = 500;
    private const int Bursts = 30;
    private const int Blocks = 60;
    private const int EventsEach = 60;
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    /// <summary>Measures one database beside its bars, and prints a table in Markdown.</summary>
    /// <param name="database">Empty; its schema is made.</param>
    /// <param name="output">Gets the table.</param>
    public static async Task<int> RunAsync(Database database, TextWriter output)
    {
        if (DatabaseSchema.Migrate(database) is MigrationOutcome.Refused refused)
        {
            Console.Error.WriteLine(refused.Fault.Sentence);
            return 1;
        }

        var isServer = database is Database.PostgreSql;
        var cast = new Cast(4);
        var ballot = new ParticipantEvent.BallotSigned(
            cast.Vote(0, cast.View, Step.BbaStart, new BlockValue(cast.Root.Tip, cast[1]), 0));
        output.WriteLine("| figure | bar | least | median | most |\n|---|---|---|---|---|");
        await using (var first = new Writers(database, Participants))
        {
            Line("1,200 recovered, empty, s", isServer ? 8 : 15, [await first.RecoverAsync()]);
            await first.BurstAsync(Burst, ballot);
            var bursts = new List<(double Ms, double CpuMs)>();
            for (var i = 0; i < Bursts; i++)
                bursts.Add(await first.BurstAsync(Burst, ballot));
            Line("500 ballots durable, ms", isServer ? 150 : 300, [.. bursts.Select(b => b.Ms)]);
            Line("CPU of it without a server's, ms", isServer ? 200 : 400, [.. bursts.Select(b => b.CpuMs)]);
            var blocks = new List<double>();
            var large = new ParticipantEvent.BallotSigned(ballot.Vote, LargeBlock());
            for (var i = 0; i < Blocks; i++)
                blocks.Add((await first.BurstAsync(1, large)).Ms);
            Line("a block of 100 KB durable, ms (median 15, worst 50)", 15, blocks);
            for (var i = 0; i < EventsEach; i++)
                await first.BurstAsync(Participants, ballot);
        }

        await using var second = new Writers(database, Participants);
        Line("1,200 recovered with 60 events and more each, s", isServer ? 10 : 20, [await second.RecoverAsync()]);
        return 0;

        void Line(string name, double bar, List<double> samples) => output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {name} | <= {bar:0} | {samples.Min():0.0} | {Sample.Median(samples):0.0} | {samples.Max():0.0} |"));
    }

    private static Block LargeBlock()
    {
        var cast = new Cast(100);
        var text = string.Concat(Enumerable.Repeat("A wonderful thing, I love it. ", 30));
        return cast.Block(
            0, cast.Root,
            [.. Enumerable.Range(0, 100).Select(who => cast.Review(who, 1, $"{text}{who}", subject: $"s{who}"))]);
    }

    /// <summary>A system with so many writers.</summary>
    private sealed class Writers(Database database, int count) : IAsyncDisposable
    {
        private readonly ActorSystem _system = ActorSystem.Create(
            "bench",
            ConfigurationFactory.ParseString("akka { loglevel = ERROR, log-dead-letters = off }")
                .WithFallback(DatabaseConfiguration.Of(database)));

        private IActorRef[] _writers = [];

        /// <returns>Seconds until all have recovered.</returns>
        public async Task<double> RecoverAsync()
        {
            var clock = Stopwatch.StartNew();
            _writers =
                [.. Enumerable.Range(0, count).Select(i => _system.ActorOf(WriterActor.Props($"participant/{i}")))];
            await Task.WhenAll(_writers.Select(writer => writer.Ask<long>(WriterActor.HowMany.Instance, s_limit)));
            return clock.Elapsed.TotalSeconds;
        }

        /// <summary>The first so many write at once.</summary>
        /// <returns>Time until all is durable, and the processor time of this process.</returns>
        public async Task<(double Ms, double CpuMs)> BurstAsync(int burst, ParticipantEvent.BallotSigned ballot)
        {
            var (clock, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            await Task.WhenAll(_writers.Take(burst).Select(writer => writer.Ask<long>(ballot, s_limit)));
            return (clock.Elapsed.TotalMilliseconds, (Environment.CpuUsage.TotalTime - cpu).TotalMilliseconds);
        }

        public async ValueTask DisposeAsync() => await _system.Terminate();
    }
}
