using System.Net.Sockets;
using PoR.Configuration.Profiles;
using PoR.Node.Links;

namespace PoR.Node.Tests.Links;

/// <summary>What becomes of a link's tasks that fail.</summary>
public sealed class RunningTasksTests
{
    [Fact(DisplayName = "A door that fails is a loss; a connection that fails is told, and no more", Timeout = 60_000)]
    public async Task A_lost_door_is_told()
    {
        var (faults, losses) = (new List<Exception>(), new List<Exception>());
        var tasks = new RunningTasks(faults.Add);
        using var stop = new CancellationTokenSource();
        var door = new LinkDoor(new EndPointText("127.0.0.1", 0), LinkStage.Settings);
        tasks.Add(
            door.RunAsync(
                (_, _) => throw new InvalidOperationException("a poison"), tasks, () => TcpPeerLink.Now, stop.Token),
            losses.Add);
        using (var client = new TcpClient())
        {
            await client.ConnectAsync("127.0.0.1", door.Address.Port, TestContext.Current.CancellationToken);
            while (faults.Count == 0)
                await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.IsType<InvalidOperationException>(Assert.Single(faults));
        Assert.Empty(losses);

        door.Dispose();
        await tasks.EndedAsync();
        while (losses.Count == 0)
            await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.IsType<ObjectDisposedException>(Assert.Single(losses));
    }
}
