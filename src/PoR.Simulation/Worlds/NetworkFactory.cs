using System.Collections.Immutable;
using System.Globalization;
using PoR.Configuration.Profiles;
using PoR.Simulation.Adversaries;
using PoR.Simulation.Networks;

namespace PoR.Simulation.Worlds;

/// <summary>
/// The network of a run, from its settings: latencies, jitter, bandwidth and faults; of those that are aimed, the ones
/// that a rehearsal has placed.
/// </summary>
public static class NetworkFactory
{
    /// <summary>Builds the network.</summary>
    /// <param name="settings">Of the run.</param>
    /// <param name="readFile">Reads a latency file; throws what the file system throws.</param>
    /// <returns>The network with its cuts, or one sentence that says what is wrong.</returns>
    public static Parsed<SimulatedNetwork> Create(SimulationSettings settings, Func<string, string> readFile)
    {
        var latency = LatencyOf(settings.Network, readFile);
        if (latency.Value is null)
            return Parsed<SimulatedNetwork>.Wrong(latency.Error!);
        if (AdversaryPlacement.FaultOf(settings) is { } unplaced)
            return Parsed<SimulatedNetwork>.Wrong(unplaced);
        var model = new RegionNetwork(new RegionNetworkOptions
        {
            Nodes = settings.Population.Nodes,
            Latency = latency.Value,
            Seed = (ulong)settings.Run.Seed,
            Assignment = settings.Network.IsPlacementSeeded ? RegionAssignment.Seeded : RegionAssignment.RoundRobin,
            Jitter = JitterOf(settings.Network),
            LeastDelay = settings.Network.LeastDelay,
            Tick = settings.Network.Tick,
            UplinkBitsPerSecond = settings.Network.BandwidthBitsPerSecond ?? 0,
            Faults = [.. settings.Run.LinkFaults.Where(static fault => !fault.IsOpen)],
        });
        return Parsed<SimulatedNetwork>.Ok(new SimulatedNetwork(
            model, settings.Run.Faults, [.. TooShort(settings.Network, latency.Value)]));
    }

    /// <summary>Who has measured latencies must not have them changed silently.</summary>
    private static IEnumerable<string> TooShort(NetworkSettings network, LatencyMatrix latency)
    {
        if (network.MatrixFile is { } file && latency.LinksBelow(network.LeastDelay) is > 0 and var links)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"network.least-delay = {network.LeastDelay.TotalMilliseconds:0.###} ms makes {links} of the "
                    + $"{latency.Regions.Length * latency.Regions.Length} links in {file} longer; a profile with "
                    + $"network.least-delay = 0 ms takes the file as it is, and more time to run.");
        }
    }

    private static Parsed<LatencyMatrix> LatencyOf(NetworkSettings network, Func<string, string> readFile)
    {
        if (network.MatrixFile is not { } file)
            return BetweenCities(network.Cities);
        try
        {
            return LatencyMatrixReader.Read(readFile(file), file, network.MatrixIsRoundTrip);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Parsed<LatencyMatrix>.Wrong($"The latency file '{file}' cannot be read: {e.Message}");
        }
    }

    private static Parsed<LatencyMatrix> BetweenCities(ImmutableArray<string> names)
    {
        var cities = new List<City>();
        foreach (var name in names)
        {
            var city = Cities.Find(name);
            if (city.Value is null)
                return Parsed<LatencyMatrix>.Wrong(city.Error!);
            cities.Add(city.Value);
        }

        return Parsed<LatencyMatrix>.Ok(LatencyMatrix.Between(cities.Count == 0 ? Cities.All : cities));
    }

    private static Jitter JitterOf(NetworkSettings network) => network.Jitter switch
    {
        JitterModel.None => Jitter.None,
        JitterModel.Uniform => new Jitter(JitterKind.Uniform, network.JitterSpreadPermille),
        JitterModel.LogNormal => new Jitter(JitterKind.LogNormal, network.JitterSpreadPermille),
        _ => throw new System.Diagnostics.UnreachableException($"No jitter for {network.Jitter}."),
    };
}
