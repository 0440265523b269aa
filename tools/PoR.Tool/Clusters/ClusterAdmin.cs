using System.Net.Http.Headers;

namespace PoR.Tool.Clusters;

/// <summary>Tells members which links of the protocol are cut, over their admin endpoints.</summary>
internal sealed class ClusterAdmin : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);
    private readonly HttpClient _client = new() { Timeout = s_limit };
    private readonly ClusterFolder _folder;

    public ClusterAdmin(ClusterFolder folder)
    {
        _folder = folder;
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer", folder.Token);
    }

    /// <summary>Cuts links; the cut's times count from now on.</summary>
    /// <param name="plan">The cluster's.</param>
    /// <param name="cut">As <c>--cut</c> takes it.</param>
    /// <param name="stop">Ends the wait.</param>
    /// <returns>What a member says against it; null: nothing.</returns>
    public Task<string?> CutAsync(ClusterPlan plan, string cut, CancellationToken stop) =>
        ToAllAsync(plan, HttpMethod.Post, cut, stop);

    /// <summary>Ends all cuts.</summary>
    public Task<string?> HealAsync(ClusterPlan plan, CancellationToken stop) =>
        ToAllAsync(plan, HttpMethod.Delete, "", stop);

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<string?> ToAllAsync(ClusterPlan plan, HttpMethod method, string body, CancellationToken stop)
    {
        foreach (var place in plan.Members.Where(place => _folder.ProcessOf(place.Name) is not null))
        {
            using var request = new HttpRequestMessage(method, $"http://127.0.0.1:{place.Http}/admin/cuts")
            {
                Content = new StringContent(body),
            };
            try
            {
                using var response = await _client.SendAsync(request, stop);
                if (!response.IsSuccessStatusCode)
                    return $"{place.Name}: {await response.Content.ReadAsStringAsync(stop)}";
            }
            catch (Exception fault) when (fault is HttpRequestException
                || (fault is OperationCanceledException && !stop.IsCancellationRequested))
            {
                return $"{place.Name} does not answer: {fault.Message}";
            }
        }

        return null;
    }
}
