using Microsoft.Extensions.Logging.Abstractions;
using PoR.Configuration.Files;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Cryptography;
using PoR.Node.Folders;
using PoR.Node.Running;

namespace PoR.Bench.RealTime;

/// <summary>A network as <c>por run</c> has it, on SQLite in a folder of its own that goes with it.</summary>
internal sealed class RealNetwork : IAsyncDisposable
{
    private readonly string _data;
    private readonly SimulationSettings _settings;
    private readonly Transport _transport;

    /// <param name="options">Of the profile <c>local</c>, each KEY=VALUE.</param>
    /// <param name="transport">By which its peers reach each other.</param>
    public RealNetwork(IEnumerable<string> options, Transport transport = Transport.Memory)
    {
        _transport = transport;
        var loaded = ProfileLoader.Load("local", options.Select(option => option.Split('=', 2)).Select(
            pair => new SettingOverride(pair[0], pair.ElementAtOrDefault(1) ?? "", "the command line")));
        _settings = loaded.IsValid
            ? loaded.Settings
            : throw new ArgumentException(string.Join('\n', loaded.Faults), nameof(options));
        _data = Directory.CreateTempSubdirectory("por-bench-").FullName;
        var opening = NetworkFolder.Open(
            _data, _settings, new SodiumCryptography(), new InputFiles(CancellationToken.None), DateTimeOffset.UtcNow);
        Folder = opening is FolderOpening.Opened { Folder: var folder }
            ? folder
            : throw new InvalidOperationException(((FolderOpening.Refused)opening).Fault.Sentence);
    }

    public NetworkFolder Folder { get; }

    /// <summary>Runs from <see cref="StartAsync"/> to <see cref="StopAsync"/>.</summary>
    public LocalNetwork Running { get; private set; } = null!;

    /// <summary>The last block that all peers have.</summary>
    public long Height => Running.Peers.Min(peer => peer.Status.Height.Number);

    /// <summary>Starts it, and waits until it has decided some rounds.</summary>
    public async Task StartAsync(int rounds, CancellationToken limit)
    {
        var started = await LocalNetwork.StartAsync(
            Folder, _settings, _transport, NullLoggerFactory.Instance, limit);
        Running = ((NetworkStart.Running)started).Network;
        while (Height < rounds)
            await Task.Delay(50, limit);
    }

    public async Task StopAsync()
    {
        if (Running is not null)
            await Running.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Folder.Dispose();
        Directory.Delete(_data, recursive: true);
    }
}
