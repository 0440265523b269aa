using Microsoft.Data.Sqlite;
using PoR.Node.Links;
using PoR.Persistence.Databases;

namespace PoR.Node.Tests.Links;

/// <summary>Members of one operator share a database, and with it their bans.</summary>
public sealed class SharedBanTests : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("por-shared-").FullName;
    private readonly LinkStage _stage = new(4);

    public async ValueTask DisposeAsync()
    {
        await _stage.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact(
        DisplayName = "A ban that another member makes closes the link here; one that is lifted there ends here",
        Timeout = LinkStage.LimitMs)]
    public async Task Bans_of_other_members_hold_here()
    {
        var database = new Database.Sqlite(Path.Combine(_folder, "operator.db"));
        Assert.IsType<MigrationOutcome.Done>(DatabaseSchema.Migrate(database));
        var (member, friend) = (_stage.Bind(0, bans: database), _stage.Bind(1));
        await _stage.StartAsync(member, friend);
        using var hostile = await _stage.OpenAsync(member, 2);
        await _stage.Until(() => member.IsUp(1) && member.IsUp(2));

        Assert.Null(PeerBans.Store(
            database, new PeerBan(_stage.Keys[2].PublicKey, DateTimeOffset.UtcNow.AddMinutes(10), 1, "by a member")));
        Assert.Equal(ByeReason.Banned, await hostile.EndAsync());
        using var certificate = PeerCertificate.Make(
            _stage.Keys[2], LinkStage.Network, LinkStage.Cryptography, DateTimeOffset.UtcNow);
        Assert.Null(await _stage.ConnectAsync(member, certificate));
        Assert.True(member.IsUp(1));

        Assert.Null(PeerBans.Lift(database, _stage.Keys[2].PublicKey, out _));
        HostileStream? again = null;
        while (again is null)
        {
            await Task.Delay(300, member.Limit);
            again = await _stage.ConnectAsync(member, certificate);
        }

        again.Dispose();
        Assert.DoesNotContain("down 1", member.Told);
    }
}
