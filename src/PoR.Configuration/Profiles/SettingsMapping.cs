using System.Collections.Immutable;
using System.Diagnostics;
using PoR.Configuration.Schema;
using PoR.Core.Faults;
using PoR.Core.Parameters;

namespace PoR.Configuration.Profiles;

/// <summary>From keys to the typed settings.</summary>
internal static class SettingsMapping
{
    /// <summary>The settings that these values state.</summary>
    public static SimulationSettings ToSettings(string profile, SettingValues values) => new()
    {
        Profile = profile,
        Run = ToRun(values),
        Population = ToPopulation(values),
        Protocol = ProtocolMapping.ToParameters(values),
        Network = ToNetwork(values),
        Evaluation = new EvaluationTimeSettings(
            values.Time(KeysOfNetwork.TimePerBlock), values.Time(KeysOfNetwork.TimePerReview))
        {
            StopsOnCertifiedBad = values.Word(KeysOfNetwork.OnCertifiedBad) == "stop",
        },
        Mempool = new MempoolSettings(
            values.Count(KeysOfNetwork.MempoolCapacity),
            values.Count(KeysOfNetwork.TransactionLifetime)),
        Node = ToNode(values),
        Scenario = new ScenarioSettings(
            values.TextOrWord(KeysOfScenario.Title),
            [
                .. values.Of<SettingValue.TextList>(KeysOfScenario.Expects).Items.Select(ExpectationNames.Find)
                    .OfType<Expectation>(),
            ])
        {
            IsQuick = values.Of<SettingValue.Flag>(KeysOfScenario.Quick).Value,
        },
    };

    private static RunSettings ToRun(SettingValues values) => new()
    {
        Rounds = values.Count(KeysOfRun.Rounds),
        Seed = values.Of<SettingValue.Whole>(KeysOfRun.Seed).Value,
        ReviewsPerRound = values.Count(KeysOfRun.ReviewsPerRound),
        CommitsTexts = values.Of<SettingValue.Flag>(KeysOfRun.CommitTexts).Value,
        PaysWithReviews = values.Of<SettingValue.Flag>(KeysOfRun.PayWithReviews).Value,
        Crypto = values.Word(KeysOfRun.Crypto) switch
        {
            "shared" => CryptoMode.Shared,
            "each" => CryptoMode.Each,
            "model" => CryptoMode.Model,
            var word => throw new UnreachableException(word),
        },
        Checks = values.Word(KeysOfRun.Checks) == "all" ? CheckMode.All : CheckMode.Sampled,
        KeepsBytes = values.Word(KeysOfRun.Journals) == "bytes",
        Threads = (int?)values.WholeOrWord(KeysOfRun.Threads),
        Faults = ToFaults(values),
        Adversaries = values.Of<SettingValue.AdversaryList>(KeysOfRun.Adversaries).Items,
        MetricsNodes = values.Count(KeysOfRun.MetricsNodes),
    };

    private static ImmutableArray<Fault> ToFaults(SettingValues values)
    {
        var isDelayed = values.Word(KeysOfRun.CutMessages) == "delayed";
        Fault[] faults =
        [
            .. values.Of<SettingValue.CutList>(KeysOfRun.Cuts).Items,
            .. values.Of<SettingValue.FaultList>(KeysOfRun.Faults).Items,
        ];
        return
        [
            .. faults.Select(fault => fault is Cut { IsDelayed: null } cut
                ? cut with { IsDelayed = isDelayed }
                : fault),
        ];
    }

    private static PopulationSettings ToPopulation(SettingValues values) => new()
    {
        Participants = values.Count(KeysOfRun.Participants),
        Newcomers = values.Count(KeysOfRun.Newcomers),
        SponsorShare = values.Share(KeysOfRun.SponsorShare),
        Nodes = values.Count(KeysOfRun.Nodes),
        BlacklistedAtStart = values.Count(KeysOfRun.Blacklisted),
        BelowMinimumStakeAtStart = values.Count(KeysOfRun.BelowMinimumStake),
        ReputationBelowMinimumStake = values.Count(KeysOfRun.ReputationBelowMinimumStake),
        ReputationMin = values.Count(KeysOfRun.ReputationMin),
        ReputationMax = values.Count(KeysOfRun.ReputationMax),
    };

    private static NetworkSettings ToNetwork(SettingValues values) => new()
    {
        MatrixFile = values.Word(KeysOfNetwork.Model) == "matrix"
            ? values.TextOrWord(KeysOfNetwork.MatrixFile)
            : null,
        MatrixIsRoundTrip = values.Of<SettingValue.Flag>(KeysOfNetwork.MatrixIsRoundTrip).Value,
        Cities = values.Of<SettingValue.TextList>(KeysOfNetwork.Cities).Items,
        IsPlacementSeeded = values.Word(KeysOfNetwork.Placement) == "seeded",
        Jitter = values.Word(KeysOfNetwork.Jitter) switch
        {
            "none" => JitterModel.None,
            "uniform" => JitterModel.Uniform,
            "log-normal" => JitterModel.LogNormal,
            var word => throw new UnreachableException(word),
        },
        JitterSpreadPermille = Permille(values.Share(KeysOfNetwork.JitterSpread)),
        LeastDelay = values.Of<SettingValue.Duration>(KeysOfNetwork.LeastDelay).Value,
        Tick = values.Of<SettingValue.Duration>(KeysOfNetwork.Tick).Value,
        BandwidthBitsPerSecond =
            (values[KeysOfNetwork.Bandwidth] as SettingValue.BitRate)?.BitsPerSecond,
        GossipDegree = values.Word(KeysOfNetwork.Delivery) == "gossip"
            ? values.Count(KeysOfNetwork.GossipDegree)
            : null,
    };

    private static NodeSettings ToNode(SettingValues values) => new()
    {
        IdentityFile = values.TextOrWord(KeysOfNode.IdentityFile),
        GenesisFile = values.TextOrWord(KeysOfNode.Network),
        Peers = values.Of<SettingValue.PeerList>(KeysOfNode.Peers).Items,
        Operator = values.TextOrWord(KeysOfNode.Operator),
        Persistence = new PersistenceSettings(
            values.Word(KeysOfNode.Provider) == "postgresql",
            values.TextOrWord(KeysOfNode.ConnectionString),
            values.TextOrWord(KeysOfNode.ConnectionStringFile),
            values.Of<SettingValue.Flag>(KeysOfNode.Migrate).Value,
            values.Of<SettingValue.Flag>(KeysOfNode.ReputationView).Value),
        MasterKeyFile = values.TextOrWord(KeysOfNode.MasterKeyFile),
        Cluster = ToCluster(values),
        Links = ToLinks(values),
        HttpListen = values.Of<SettingValue.Address>(KeysOfNode.HttpListen).Value,
        AdminTokenFile = values.TextOrWord(KeysOfNode.AdminTokenFile),
        Traces = (values[KeysOfNode.Traces] as SettingValue.Address)?.Value,
        FactsFile = values.TextOrWord(KeysOfNode.FactsFile),
    };

    private static ClusterSettings ToCluster(SettingValues values)
    {
        var remoting = values.Of<SettingValue.Address>(KeysOfNode.Remoting).Value;
        return new ClusterSettings(
            values.Of<SettingValue.AddressList>(KeysOfNode.Seeds).Items,
            remoting,
            (values[KeysOfNode.Advertised] as SettingValue.Address)?.Value ?? remoting,
            values.Count(KeysOfNode.MembersPlanned),
            values.Time(KeysOfNode.StableAfter))
        {
            Tls = values.TextOrWord(KeysOfNode.TlsCertificate) is { } certificate
                && values.TextOrWord(KeysOfNode.TlsKey) is { } key
                && values.TextOrWord(KeysOfNode.TlsAuthority) is { } authority
                ? new TlsFiles(certificate, key, authority)
                : null,
        };
    }

    private static LinkSettings ToLinks(SettingValues values) => new()
    {
        Listen = (values[KeysOfLinks.Listen] as SettingValue.Address)?.Value,
        IsRoundTrip = values.Of<SettingValue.Flag>(KeysOfLinks.RoundTrip).Value,
        RecordFile = values.TextOrWord(KeysOfLinks.RecordFile),
        StrangersMax = values.Count(KeysOfLinks.Strangers),
        StrangersOfAddressMax = values.Count(KeysOfLinks.StrangersOfAddress),
        AcceptsPerSecond = values.Count(KeysOfLinks.Accepts),
        HandshakeTime = values.Time(KeysOfLinks.HandshakeTime),
        HelloTime = values.Time(KeysOfLinks.HelloTime),
        FrameTime = values.Time(KeysOfLinks.FrameTime),
        SilenceTime = values.Time(KeysOfLinks.SilenceTime),
        Messages = new RateLimit(values.Count(KeysOfLinks.Messages), values.Count(KeysOfLinks.MessagesBurst)),
        Bytes = new RateLimit(
            values.Of<SettingValue.Size>(KeysOfLinks.Bytes).Bytes,
            values.Of<SettingValue.Size>(KeysOfLinks.BytesBurst).Bytes),
        CheckMilliseconds = new RateLimit(
            values.Milliseconds(KeysOfLinks.Checks), values.Milliseconds(KeysOfLinks.ChecksBurst)),
        BanTime = values.Time(KeysOfLinks.BanTime),
        BanTimeMax = values.Time(KeysOfLinks.BanTimeMax),
    };

    private static int Permille(Ratio share) =>
        (int)(1000L * share.Numerator / share.Denominator);
}
