using System.Collections.Immutable;
using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace PoR.Tool.Clusters;

/// <summary>What a member says of itself; null where it does not answer.</summary>
/// <param name="Member">Its name.</param>
/// <param name="Process">Its number; null: it does not run.</param>
/// <param name="IsReady">Whether its health is good.</param>
/// <param name="Height">Its last block.</param>
/// <param name="Round">The round that is open at it.</param>
/// <param name="Participants">How many participants live on it.</param>
/// <param name="Links">To how many peers its links are up.</param>
/// <param name="StorageFault">What its store could not do.</param>
internal sealed record MemberStatus(
    string Member,
    int? Process,
    bool IsReady,
    long? Height,
    long? Round,
    int? Participants,
    int? Links,
    string? StorageFault);

/// <summary>Asks the members of a cluster how they are, over their loopback HTTP.</summary>
internal sealed class ClusterStatus(ClusterFolder folder) : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);
    private readonly HttpClient _client = new() { Timeout = s_limit };

    /// <summary>All members, by number.</summary>
    public async Task<ImmutableArray<MemberStatus>> AskAsync(ClusterPlan plan, CancellationToken stop) =>
        [.. await Task.WhenAll(plan.Members.Select(place => AskAsync(place, stop)))];

    /// <summary>Whether every member is ready and all participants live.</summary>
    public static bool IsWhole(ClusterPlan plan, IReadOnlyCollection<MemberStatus> members) =>
        members.All(member => member.IsReady) && members.Sum(member => member.Participants) == plan.Participants;

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<MemberStatus> AskAsync(MemberPlace place, CancellationToken stop)
    {
        var status = new MemberStatus(place.Name, folder.ProcessOf(place.Name), false, null, null, null, null, null);
        if (status.Process is null)
            return status;
        try
        {
            var told = await _client.GetFromJsonAsync<Told>($"http://127.0.0.1:{place.Http}/api/v1/status", stop);
            using var ready = await _client.GetAsync(new Uri($"http://127.0.0.1:{place.Http}/health/ready"), stop);
            var peer = told!.Peers[0];
            return status with
            {
                IsReady = ready.IsSuccessStatusCode,
                Height = told.Height,
                Round = told.Round,
                Participants = told.Participants,
                Links = peer.Links.Count(link => link.IsUp),
                StorageFault = peer.StorageFault?.Split('\n')[0],
            };
        }
        catch (Exception fault) when (fault is HttpRequestException
            || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return status; // It starts, stands still or is dead: that it does not answer is what the table shows.
        }
    }

    private sealed record Told(
        [property: JsonRequired] long Height,
        [property: JsonRequired] long Round,
        [property: JsonRequired] int Participants,
        [property: JsonRequired] ImmutableArray<ToldPeer> Peers);

    private sealed record ToldPeer(ImmutableArray<ToldLink> Links, string? StorageFault);

    private sealed record ToldLink(bool IsUp);
}
