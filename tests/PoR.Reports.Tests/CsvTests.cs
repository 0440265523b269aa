using PoR.Reports.Results;

namespace PoR.Reports.Tests;

/// <summary>rounds.csv, steps.csv and nodeK_metrics.csv.</summary>
public sealed class CsvTests
{
    private static readonly TransactionResult Review =
        new("a1", "review", "b2", 7, 60.25, 66.75, 75, 81, 2);

    [Fact]
    public void Rounds_begin_with_the_promised_columns() => Assert.Equal(
        "round,startSeconds,firstDecidedSeconds,lastDecidedSeconds,empty,step,leader,reviews".Split(','),
        Rounds(SampleRun.Of(0)).Single().Take(8));

    [Fact]
    public void A_round_is_a_row()
    {
        var run = SampleRun.Of(12);
        var rows = Rounds(run);

        Assert.Equal(13, rows.Count);
        Assert.All(rows, row => Assert.Equal(rows[0].Length, row.Length));
        Assert.Equal(rows[0].Length, rows[0].Distinct().Count());
        Assert.Equal(["1", "0"], rows[1].Take(2));
        Assert.Equal("false", Field(rows, 1, "empty"));
        Assert.Equal(run.Rounds[0].Leader, Field(rows, 1, "leader"));
        Assert.Equal("345", Field(rows, 1, "certificateThreshold"));
        Assert.Equal("0.9625", Field(rows, 1, "honestShare"));
    }

    [Fact]
    public void What_is_unknown_is_an_empty_field()
    {
        var run = SampleRun.Unfinished();
        var rows = Rounds(run with { Rounds = [run.Rounds[0] with { ReputationQuantiles = [] }] });

        string[] unknown = ["firstDecidedSeconds", "lastDecidedSeconds", "leader", "latencySeconds", "reputationP90"];
        Assert.All(unknown, name => Assert.Equal("", Field(rows, 1, name)));
    }

    [Fact]
    public void Hostile_text_stays_in_its_field()
    {
        const string Hostile = "a,\"b\"\r\n\"\",c\n";
        var run = SampleRun.Of(1);
        var rows = Rounds(run with { Rounds = [run.Rounds[0] with { Leader = Hostile }] });

        Assert.Equal(2, rows.Count);
        Assert.Equal(Hostile, Field(rows, 1, "leader"));
    }

    [Fact]
    public void Numbers_have_a_point_and_no_exponent_in_every_culture()
    {
        using var culture = new CommaCulture();
        var run = SampleRun.Of(1);
        var rows = Rounds(run with { Rounds = [run.Rounds[0] with { StartSeconds = 0.1 + 0.2, HonestShare = 1e-5 }] });

        Assert.Equal("0.3", Field(rows, 1, "startSeconds"));
        Assert.Equal("0.00001", Field(rows, 1, "honestShare"));
    }

    [Fact]
    public void Steps_have_a_row_each()
    {
        var run = SampleRun.Of(20, new FaultWindow("halves@30s+60s", 30, 90));
        var rows = CsvText.Read(writer => StepsCsv.Write(run, writer));

        Assert.Equal(1 + run.Rounds.Sum(round => round.Steps.Length), rows.Count);
        Assert.Equal(["1", "1", "0.25"], rows[1].Take(3));
        Assert.Equal("", rows[1][4]);
        Assert.Equal(["seats", "equalSeats", "certificateThreshold"], rows[0].Skip(7));
        Assert.Equal(["495", "492", "345"], rows[2].Skip(7));
    }

    [Fact]
    public void Messages_of_a_round_are_told_by_kind_with_what_was_lost()
    {
        var run = SampleRun.Divided();
        var rows = CsvText.Read(writer => MessagesCsv.Write(run, writer));

        Assert.Equal(["round", "kind", "messages", "bytes", "cut", "lost", "damaged"], rows[0]);
        Assert.Equal(1 + 2 * run.Rounds.Length, rows.Count);
        Assert.Equal(["1", "VoteSent", "900", "180000", "0", "7", "0"], rows[2]);
        Assert.Equal(run.Rounds.Count(run.Faults[0].Touches), rows.Count(row => row[4] == "200"));
    }

    [Fact]
    public void A_node_is_told_with_its_region_and_its_sides()
    {
        var rows = CsvText.Read(writer => NodesCsv.Write(SampleRun.Divided(), writer));

        Assert.Equal(["node", "region", "latitudeDegrees", "longitudeDegrees", "80%@30s+60s"], rows[0]);
        Assert.Equal(61, rows.Count);
        Assert.Equal(["47", "Sydney", "-33.87", "151.21", "side 1"], rows[48]);
        Assert.Equal(["48", "Sydney", "-33.87", "151.21", "side 2"], rows[49]);
    }

    [Fact(DisplayName = "PoR §5.2 sortition: each participant is told with its seats against what its weight promises")]
    public void Participants()
    {
        var run = SampleRun.Of(12);
        var rows = CsvText.Read(writer => CommitteesCsv.WriteParticipants(run, writer));

        Assert.Equal(
            "rank,account,node,reputation,seats,expectedSeats,seatsDeviation,steps,roundsLed",
            string.Join(',', rows[0]));
        Assert.Equal(1 + run.Participants, rows.Count);
        Assert.Equal(["1200", "59", "1", "0", "0", "0", "0", "0"], rows[^1].Where((_, column) => column != 1));
        Assert.Equal(run.Rounds.Count(round => !round.IsEmpty), rows.Skip(1).Sum(row => int.Parse(row[8])));
        Assert.Single(CsvText.Read(writer => CommitteesCsv.WriteParticipants(run with { Committees = null }, writer)));
    }

    [Theory(DisplayName = "Up to 500 participants have a row of the heat map each, more share 100 rows at most")]
    [InlineData(500, 500, 1)]
    [InlineData(501, 84, 6)]
    [InlineData(1_200, 100, 12)]
    public void Cells_of_the_heat_map(int participants, int rows, int members)
    {
        var committees = SampleRun.Of(5).Committees!;
        var run = SampleRun.Of(5) with
        {
            Committees = committees with { Participants = [.. committees.Participants.Take(participants)] },
        };
        var cells = CsvText.Read(writer => CommitteesCsv.WriteCells(run, writer));

        Assert.Equal(["fromRound", "toRound", "fromRank", "toRank", "steps", "roundsLed"], cells[0]);
        Assert.Equal(1 + (5 * rows), cells.Count);
        Assert.Equal(["1", "1", "1", $"{members}"], cells[1].Take(4));
        Assert.Equal(
            run.Committees.Participants.Sum(one => one.Steps.Sum(static steps => (long)steps)),
            cells.Skip(1).Sum(row => long.Parse(row[4])));
    }

    [Fact(DisplayName = "In a long run a column of the heat map stands for several rounds, the last one for the rest")]
    public void Columns_of_a_long_run()
    {
        var committees = SampleRun.Of(5).Committees!;
        var run = SampleRun.Of(5) with { Committees = committees with { Rounds = 18, RoundsPerColumn = 4 } };
        var cells = CsvText.Read(writer => CommitteesCsv.WriteCells(run, writer));

        Assert.Equal(
            ["1 4", "5 8", "9 12", "13 16", "17 18"],
            cells.Skip(1).Select(row => $"{row[0]} {row[1]}").Distinct());
    }

    [Fact(DisplayName = "Who heard whom is told for each time and side, of two cuts together too")]
    public void Reach()
    {
        var rows = CsvText.Read(writer => ReachCsv.Write(SampleRun.Overlapping(), writer));

        Assert.Equal(["fromSeconds", "toSeconds", "cuts", "side", "nodes", "hearsSides"], rows[0]);
        Assert.Equal(1 + 2 + 3 + 2, rows.Count);
        Assert.Equal(
            ["50", "70", "halves@30s+40s 20%@50s+40s,oneway", "3", "0 1 2 3 4 5 6 7 8 9 10 11", "2 3"], rows[5]);
        Assert.Single(CsvText.Read(writer => ReachCsv.Write(SampleRun.Of(3), writer)));
    }

    [Fact]
    public void A_drawn_account_has_a_row_for_each_round()
    {
        var run = SampleRun.Of(12);
        var rows = CsvText.Read(writer => TracksCsv.Write(run, writer));

        Assert.Equal(1 + 12 * run.Tracks.Length, rows.Count);
        // Blacklisted from round 5 to round 9.
        var banned = rows.Where(row => row[0] == run.Tracks[4].Account && row[3] == "true").Select(row => row[1]);
        Assert.Equal(["5", "6", "7", "8", "9"], banned);
    }

    [Fact]
    public void Each_side_of_a_fault_has_its_rounds_and_steps()
    {
        var run = SampleRun.Divided();
        var rounds = CsvText.Read(writer => SidesCsv.WriteRounds(run, writer));
        var steps = CsvText.Read(writer => SidesCsv.WriteSteps(run, writer));

        Assert.Equal(1 + 2 * run.Rounds.Length, rounds.Count);
        var open = Assert.Single(rounds, row => row[1] == "side 2" && row[7] == "91");
        Assert.Equal(["80%@30s+60s", "side 2", "12"], open.Take(3));
        Assert.Equal(["12", "true"], open.Skip(8));
        Assert.Contains(steps, row => row[1] == "side 2" && row[2] == open[3] && row[10] == "98" && row[11] == "345");
        Assert.Single(CsvText.Read(writer => SidesCsv.WriteRounds(SampleRun.Of(3), writer)));
    }

    [Fact(DisplayName = "PoR §10: a transaction has a row with rating, evaluation and adjustment")]
    public void A_transaction_is_a_row()
    {
        var rows = Metrics([Review]);

        Assert.Equal(
            "transaction,kind,sender,round,submittedSeconds,adoptedSeconds,completionSeconds,"
            + "rating,evaluation,adjustment",
            string.Join(',', rows[0]));
        Assert.Equal("a1,review,b2,7,60.25,66.75,6.5,75,81,2", string.Join(',', rows[1]));
    }

    [Fact(DisplayName = "PoR §10: rating, evaluation and adjustment of a payment are 0")]
    public void A_payment_has_zeros()
    {
        var payment = Review with { Kind = "payment", Rating = 0, Evaluation = 0, Adjustment = 0 };

        Assert.Equal(["0", "0", "0"], Metrics([payment])[1].TakeLast(3));
    }

    [Fact]
    public void A_falling_reputation_has_a_sign()
    {
        using var culture = new CommaCulture();

        Assert.Equal("-40", Metrics([Review with { Adjustment = -40 }])[1][^1]);
    }

    private static List<string[]> Rounds(RunResult run) => CsvText.Read(writer => RoundsCsv.Write(run, writer));

    private static List<string[]> Metrics(TransactionResult[] transactions) =>
        CsvText.Read(writer => MetricsCsv.Write(transactions, writer));

    private static string Field(List<string[]> rows, int row, string column) =>
        rows[row][Array.IndexOf(rows[0], column)];
}
