using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using PoR.Core.Rounds;

namespace PoR.Persistence.Databases;

/// <summary>From when on participants may sign with a database. Closed: every case is nested here.</summary>
public abstract record SigningStanding
{
    private SigningStanding()
    {
    }

    /// <summary>In each round after this one; genesis: in all.</summary>
    public sealed record After(Round Round) : SigningStanding;

    /// <summary>Acknowledged without a round: after the first that was certainly begun since.</summary>
    public sealed record Unresolved : SigningStanding;

    /// <summary>The server's history is another one than when this was last acknowledged.</summary>
    public sealed record Moved(string Stored, string Present) : SigningStanding;

    /// <summary>The database does not tell.</summary>
    public sealed record Unknown(DatabaseFault Fault) : SigningStanding;

    /// <summary>Why participants are silent now, and what ends it; null: they are not, or only in old rounds.</summary>
    public string? Reason => this switch
    {
        After { Round: var round } when round == Round.Genesis => null,
        After f => $"participants keep silent up to round {f.Round.Number}, as was acknowledged",
        Unresolved => "participants keep silent until a block is certified that was begun after the acknowledgement "
            + "(or say --silent-until-round to por signing acknowledge)",
        Moved f => $"the server's history was {f.Stored} and is {f.Present}: it was promoted, restored or moved, "
            + "and may lack what participants have signed; por signing acknowledge lets them sign again",
        Unknown f => f.Fault.Sentence.TrimEnd('.'),
        _ => throw new UnreachableException($"No reason for {this}."),
    };
}

/// <summary>
/// What keeps participants from signing again what an older copy of their database does not know. A server's history
/// shows a promotion or a restored point in time; a copy that was put back by hand shows nothing, and whoever puts it
/// back must acknowledge it before the start.
/// </summary>
public static class SigningGuard
{
    /// <summary>How participants stand.</summary>
    /// <param name="database">Claimed.</param>
    public static SigningStanding Read(Database database)
    {
        var dialect = Dialect.Of(database);
        SigningStanding? standing = null;
        var fault = DatabaseSchema.Use(dialect, isMade: false, connection =>
        {
            standing = StandingOf(dialect, connection);
            return null;
        });
        return fault is null ? standing! : new SigningStanding.Unknown(fault);
    }

    /// <summary>
    /// The operator knows that the database may lack what participants have signed: they keep silent for some rounds,
    /// and after them the present history of the server is right.
    /// </summary>
    /// <param name="database">With this program's schema, and claimed.</param>
    /// <param name="until">
    /// Silent up to this round, and never less than was said before; null: until a block is certified that was begun
    /// after now.
    /// </param>
    /// <returns>Why it cannot be acknowledged; null: it is.</returns>
    public static DatabaseFault? Acknowledge(Database database, Round? until)
    {
        if (DatabaseSchema.Check(database) is { } unfit)
            return unfit;
        var dialect = Dialect.Of(database);
        return DatabaseSchema.Use(dialect, isMade: false, connection =>
        {
            using var transaction = connection.BeginTransaction();
            dialect.Lock(connection);
            if (!DatabaseClaim.IsMade(connection))
                return new DatabaseFault.Unclaimed();
            var least = StandingIn(connection) is SigningStanding.After { Round: var before }
                ? before
                : LeastIn(connection);
            if (least > until)
                until = least;
            Dialect.Run(connection, "delete from signing_guard");
            Dialect.Run(
                connection,
                "insert into signing_guard (id, silent_until_round, least_round) values (1, @until, @least)",
                ("@until", until is { } round ? round.Number : DBNull.Value), ("@least", least.Number));
            DatabaseClaim.Store(connection, DatabaseClaim.History, dialect.HistoryOf(connection));
            transaction.Commit();
            return null;
        });
    }

    /// <summary>A round is known that was begun after the acknowledgement: participants are silent up to it.</summary>
    /// <returns>How participants stand now; somebody else may have known a round before.</returns>
    public static SigningStanding Resolve(Database database, Round until)
    {
        var dialect = Dialect.Of(database);
        SigningStanding? standing = null;
        var fault = DatabaseSchema.Use(dialect, isMade: false, connection =>
        {
            Dialect.Run(
                connection,
                """
                update signing_guard set silent_until_round =
                  case when least_round > @until then least_round else @until end
                where silent_until_round is null
                """,
                ("@until", until.Number));
            standing = StandingOf(dialect, connection);
            return null;
        });
        return fault is null ? standing! : new SigningStanding.Unknown(fault);
    }

    /// <summary>A silence that was said before, which an acknowledgement without a round does not shorten.</summary>
    private static Round LeastIn(DbConnection connection) => new(long.Parse(
        Dialect.Ask(connection, "select coalesce(max(least_round), 0) from signing_guard"),
        CultureInfo.InvariantCulture));

    private static SigningStanding StandingOf(Dialect dialect, DbConnection connection)
    {
        var (stored, present) = (
            DatabaseClaim.Fact(connection, DatabaseClaim.History), dialect.HistoryOf(connection));
        return stored == present ? StandingIn(connection) : new SigningStanding.Moved(stored ?? "unknown", present);
    }

    private static SigningStanding StandingIn(DbConnection connection) => Dialect.Ask(
        connection, "select coalesce(max(coalesce(silent_until_round, -1)), 0) from signing_guard") switch
    {
        "-1" => new SigningStanding.Unresolved(),
        var round => new SigningStanding.After(new Round(long.Parse(round, CultureInfo.InvariantCulture))),
    };
}
