using PoR.Configuration.Hocon;
using PoR.Configuration.Schema;
using PoR.Core.Faults;

namespace PoR.Configuration.Profiles;

/// <summary>Combinations of values that cannot be, each of which is fine alone.</summary>
internal static class SettingsRules
{
    /// <summary>Every impossible combination, at the key that a user would change.</summary>
    public static IEnumerable<HoconFault> Check(SimulationSettings settings, SettingValues values)
    {
        var (people, network) = (settings.Population, settings.Network);
        if (people.Nodes > people.Participants)
            yield return values.FaultAt(
                $"{people.Nodes} nodes for {people.Participants} participants: a node needs one at least",
                KeysOfRun.Nodes, KeysOfRun.Participants);
        var excluded = people.BlacklistedAtStart + people.BelowMinimumStakeAtStart;
        if (excluded >= people.Participants)
            yield return values.FaultAt(
                $"blacklisted and below the minimum stake are {excluded} of "
                + $"{people.Participants} participants: nobody is left",
                KeysOfRun.BelowMinimumStake, KeysOfRun.Blacklisted, KeysOfRun.Participants);
        if (people.Newcomers > 0 && settings.Protocol.Admission is null)
            yield return values.FaultAt(
                $"{people.Newcomers} newcomers would look for a sponsor, and nobody needs one in this network "
                + "(protocol.admission-rate is none, as in the set paper)",
                KeysOfRun.Newcomers, KeysOfSelection.AdmissionRate, KeysOfSelection.ParameterSet);
        if (people.ReputationMin > people.ReputationMax)
            yield return values.FaultAt(
                $"reputation-min, {people.ReputationMin}, is above reputation-max, "
                + $"{people.ReputationMax}",
                KeysOfRun.ReputationMin, KeysOfRun.ReputationMax);
        if (people.BelowMinimumStakeAtStart > 0
            && people.ReputationBelowMinimumStake >= people.ReputationMin)
            yield return values.FaultAt(
                $"reputation-below-minimum-stake, {people.ReputationBelowMinimumStake}, is not "
                + $"below reputation-min, {people.ReputationMin}",
                KeysOfRun.ReputationBelowMinimumStake, KeysOfRun.ReputationMin);
        if (values.Word(KeysOfNetwork.Model) == "matrix" && network.MatrixFile is null)
            yield return values.FaultAt("matrix needs network.matrix-file", KeysOfNetwork.Model);
        var lifetime = settings.Mempool.TransactionLifetimeRounds;
        if (lifetime > settings.Protocol.TransactionLifetimeRounds)
            yield return values.FaultAt(
                $"{lifetime} rounds are above protocol.transaction-lifetime-max, "
                + $"{settings.Protocol.TransactionLifetimeRounds}",
                KeysOfNetwork.TransactionLifetime, KeysOfSelection.TransactionLifetimeMax);
        foreach (var fault in CheckFaults(settings, values))
            yield return fault;
        foreach (var name in values.Of<SettingValue.TextList>(KeysOfScenario.Expects).Items)
        {
            if (ExpectationNames.Find(name) is null)
                yield return values.FaultAt(
                    $"'{name}' is no expectation; known are {string.Join(", ", ExpectationNames.All)}",
                    KeysOfScenario.Expects);
        }

        if (settings.Protocol.EvidenceBytesMax(people.Participants) is var evidence
            && evidence > settings.Protocol.BlockBytesMax / 2)
            yield return values.FaultAt(
                $"evidence against a leader of {people.Participants} participants takes up to {evidence} bytes and may "
                + $"fill half a block: a block of {2 * evidence} bytes, or a smaller protocol.committee-size, is right",
                KeysOfSelection.BlockSizeMax, KeysOfSelection.CommitteeSize, KeysOfRun.Participants);
        foreach (var fault in CheckNode(settings.Node, values))
            yield return fault;
        if (settings.Protocol.Fault() is { } wrong)
            yield return values.FaultAt(wrong.Message, ParameterKeys.Of(wrong));
    }

    private static IEnumerable<HoconFault> CheckFaults(SimulationSettings settings, SettingValues values)
    {
        foreach (var (faults, noun, key) in new (IEnumerable<Fault>, string, SettingKey)[]
        {
            (values.Of<SettingValue.CutList>(KeysOfRun.Cuts).Items, "cut", KeysOfRun.Cuts),
            (values.Of<SettingValue.FaultList>(KeysOfRun.Faults).Items, "fault", KeysOfRun.Faults),
        })
        {
            foreach (var fault in faults)
            {
                if (fault.FaultIn(settings.Population.Nodes) is { } what)
                    yield return values.FaultAt(
                        $"the {noun} '{fault.Text}' cannot be made: {what}", key, KeysOfRun.Nodes);
                if (fault is NodeFault { Effect: NodeEffect.FullDisk } && !settings.Run.KeepsBytes)
                    yield return values.FaultAt(
                        $"the {noun} '{fault.Text}' needs disks that keep bytes: run.journals = bytes is right",
                        key, KeysOfRun.Journals);
                if (fault.Aim is { Round: var round } && round.Number > settings.Run.Rounds)
                    yield return values.FaultAt(
                        $"the {noun} '{fault.Text}' begins in round {round}, and the run has {settings.Run.Rounds}",
                        key, KeysOfRun.Rounds);
            }
        }
    }

    private static IEnumerable<HoconFault> CheckNode(NodeSettings node, SettingValues values)
    {
        SettingKey[] tls = [KeysOfNode.TlsCertificate, KeysOfNode.TlsKey, KeysOfNode.TlsAuthority];
        if (node.Cluster.Tls is null && Array.Find(tls, key => values.TextOrWord(key) is not null) is { } given)
            yield return values.FaultAt(
                "TLS between members needs cluster.tls-certificate, cluster.tls-key and cluster.tls-authority", given);
        foreach (var (rate, perSecond, burst) in new[]
        {
            (node.Links.Messages, KeysOfLinks.Messages, KeysOfLinks.MessagesBurst),
            (node.Links.Bytes, KeysOfLinks.Bytes, KeysOfLinks.BytesBurst),
            (node.Links.CheckMilliseconds, KeysOfLinks.Checks, KeysOfLinks.ChecksBurst),
        })
        {
            if (rate.Burst < rate.PerSecond)
                yield return values.FaultAt(
                    $"{burst.Path} is below {perSecond.Path}, so that a peer could never use its rate",
                    burst, perSecond);
        }

        if (node.Links.BanTimeMax < node.Links.BanTime)
            yield return values.FaultAt(
                "links.limits.ban-time-max is below links.limits.ban-time",
                KeysOfLinks.BanTimeMax, KeysOfLinks.BanTime);
        if (node.Links.StrangersOfAddressMax > node.Links.StrangersMax)
            yield return values.FaultAt(
                "links.limits.strangers-per-address is above links.limits.strangers, so one address could take all",
                KeysOfLinks.StrangersOfAddress, KeysOfLinks.Strangers);
    }
}
