using System.Globalization;
using System.Text;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;
using PoR.Core.Faults;
using PoR.Core.Parameters;
using PoR.Simulation.Adversaries;
using PoR.Simulation.Checks;
using PoR.Simulation.Engines;

namespace PoR.TestKit;

/// <summary>
/// Describes a network: a profile, what differs from it, faults and adversaries. Without a word it is the profile
/// <c>unit</c> with seed 1: 20 participants on 20 nodes, who all sit on every committee.
/// </summary>
/// <remarks>
/// Cryptography is the stand-in, which anybody can forge, unless <see cref="RealCryptography"/> is said.
/// </remarks>
public sealed class PoRNetworkBuilder
{
    private const int ShareParts = 1_000_000; // A share as whole parts, so that 0.29 of 100 are 29.

    private readonly List<SettingOverride> _settings = [];
    private readonly List<Fault> _faults = [];
    private readonly List<AdversaryShare> _adversaries = [];
    private readonly List<Func<WatchedWorld, IInvariantCheck>> _checks = [];
    private readonly StringBuilder _calls = new("PoRNetwork.Create()");
    private string _profile = "unit";
    private IEngine _engine = PoREngine.Instance;
    private OwnRules? _rules;
    private string _cryptography = "model";
    private bool _toleratesViolations;

    internal PoRNetworkBuilder()
    {
    }

    /// <summary>The settings that all others change.</summary>
    /// <param name="name">
    /// <c>unit</c>, <c>demo</c>, <c>safety</c>, <c>large</c>, a scenario such as <c>F2</c>, or a file.
    /// </param>
    public PoRNetworkBuilder Profile(string name)
    {
        _profile = name;
        return Called($"Profile(\"{name}\")");
    }

    /// <summary>Registered participants, who live on the nodes in equal parts.</summary>
    /// <param name="count">1 and up; at least as many as nodes.</param>
    public PoRNetworkBuilder Participants(int count) => Say("population.participants", count, nameof(Participants));

    /// <summary>Peers of the network.</summary>
    /// <param name="count">1 and up.</param>
    public PoRNetworkBuilder Nodes(int count) => Say("population.nodes", count, nameof(Nodes));

    /// <summary>All that is drawn follows from it.</summary>
    /// <param name="seed">0 and up.</param>
    public PoRNetworkBuilder Seed(long seed) => Say("run.seed", seed, nameof(Seed));

    /// <summary>What honest authors submit of their own accord.</summary>
    /// <param name="perRound">Reviews in each round, 0 and up.</param>
    public PoRNetworkBuilder Reviews(int perRound) => Say("run.reviews-per-round", perRound, nameof(Reviews));

    /// <summary>Any key of a configuration.</summary>
    /// <param name="key">For example <c>network.gossip-degree</c>; docs/configuration.md has all.</param>
    /// <param name="value">As a file has it.</param>
    public PoRNetworkBuilder Set(string key, string value)
    {
        _settings.Add(new SettingOverride(key, value, $"Set(\"{key}\", …)"));
        return Called($"Set(\"{key}\", \"{value}\")");
    }

    /// <summary>Signatures and credentials are real; a run then takes several times as long.</summary>
    public PoRNetworkBuilder RealCryptography()
    {
        _cryptography = "shared";
        return Called("RealCryptography()");
    }

    /// <summary>Cuts the network at a time.</summary>
    /// <param name="text">As <c>por simulate --cut</c> takes it: <c>halves@30s+60s</c>.</param>
    /// <exception cref="ArgumentException">It is no cut; the message says why.</exception>
    public PoRNetworkBuilder Cut(string text)
    {
        var (cut, error) = CutGrammar.Parse(text);
        return Add(cut ?? throw new ArgumentException(error, nameof(text)), $"Cut(\"{text}\")");
    }

    /// <summary>Another fault at a time, of links or of machines, or a cut.</summary>
    /// <param name="text">
    /// As <c>por simulate --fault</c> takes it: <c>loss:5%@0s+60s</c>, <c>crash of 20%@40s+60s</c>.
    /// </param>
    /// <exception cref="ArgumentException">It is no fault; the message says why.</exception>
    public PoRNetworkBuilder Fault(string text)
    {
        var (fault, error) = FaultGrammar.Parse(text);
        return Add(fault ?? throw new ArgumentException(error, nameof(text)), $"Fault(\"{text}\")");
    }

    /// <summary>A fault that was made elsewhere.</summary>
    /// <param name="fault">A cut that does not say so drops what meets it.</param>
    public PoRNetworkBuilder Fault(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Add(fault, $"Fault(\"{fault.Text}\")");
    }

    /// <summary>Nodes die without a word, and start again from their disks.</summary>
    /// <param name="at">When, by the clock of the run.</param>
    /// <param name="down">For how long, above zero.</param>
    /// <param name="nodes">Their numbers; none: all nodes at once.</param>
    public PoRNetworkBuilder CrashAt(TimeSpan at, TimeSpan down, params int[] nodes) =>
        Befall("crash", new NodeEffect.Crash(), at, down, nodes);

    /// <summary>Nodes stand still, as after SIGSTOP, and go on with all that has waited.</summary>
    /// <param name="at">When, by the clock of the run.</param>
    /// <param name="down">For how long, above zero.</param>
    /// <param name="nodes">Their numbers; none: all nodes at once.</param>
    public PoRNetworkBuilder PauseAt(TimeSpan at, TimeSpan down, params int[] nodes) =>
        Befall("pause", new NodeEffect.Pause(), at, down, nodes);

    /// <summary>A strategy replaces honest behaviour.</summary>
    /// <param name="adversary">One of PoR.Simulation.Adversaries.Strategies, or one of your own.</param>
    /// <param name="share">
    /// Of the eligible weight of round 1, above 0 and below 1: as many nodes, from the last one down, as weigh at most
    /// that together. <see cref="PlacedAdversary.ShareByRound"/> says what it was in each round.
    /// </param>
    public PoRNetworkBuilder With(Adversary adversary, double share)
    {
        ArgumentNullException.ThrowIfNull(adversary);
        if (!(share > 0 && share < 1))
            throw new ArgumentOutOfRangeException(
                nameof(share), share, "An adversary's share of the eligible weight is above 0 and below 1.");
        var call = string.Create(CultureInfo.InvariantCulture, $"With({adversary.Name}, {share})");
        _adversaries.Add(new AdversaryShare(
            adversary, new Ratio((int)Math.Round(share * ShareParts), ShareParts), call));
        return Called(call);
    }

    /// <summary>Peers speak another protocol than Proof of Review; docs/own-protocol.md says how one is made.</summary>
    /// <param name="engine">It makes the peers, and says what they promise.</param>
    public PoRNetworkBuilder Engine(IEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = engine;
        return Called($"Engine({engine.GetType().Name})");
    }

    /// <summary>Rules of reputation or admission in the place of Proof of Review's.</summary>
    /// <param name="rules">Genesis names them.</param>
    public PoRNetworkBuilder Rules(OwnRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        _rules = rules;
        return Called("Rules(…)");
    }

    /// <summary>A check of one's own watches the run, beside those that are there.</summary>
    /// <param name="make">Makes it, for each network anew.</param>
    public PoRNetworkBuilder Check(Func<WatchedWorld, IInvariantCheck> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        _checks.Add(make);
        return Called("Check(…)");
    }

    /// <summary>
    /// A broken invariant does not end a run at once: <see cref="PoRNetwork.Violations"/> collects what was broken.
    /// </summary>
    public PoRNetworkBuilder ToleratingViolations()
    {
        _toleratesViolations = true;
        return Called("ToleratingViolations()");
    }

    /// <summary>Makes the network; it has started, and nothing has run.</summary>
    /// <exception cref="ArgumentException">
    /// The settings are none, a fault cannot be made of so many nodes, or a share holds no node; the message says what
    /// is wrong and what would be right.
    /// </exception>
    public PoRNetwork Build()
    {
        var loaded = ProfileLoader.Load(
            _profile, [.. _settings, new SettingOverride("run.crypto", _cryptography, nameof(RealCryptography))]);
        if (!loaded.IsValid)
            throw new ArgumentException(string.Join('\n', loaded.Faults));
        var settings = loaded.Settings;
        foreach (var fault in _faults)
        {
            if (fault.FaultIn(settings.Population.Nodes) is { } what)
                throw new ArgumentException($"The fault '{fault.Text}' cannot be made: {what}.");
        }

        settings = settings with { Run = settings.Run with { Faults = [.. settings.Run.Faults, .. _faults] } };
        if (settings.Run.Faults.FirstOrDefault(static fault => fault.IsOpen) is { Text: var aimed })
            throw new ArgumentException(
                $"The fault '{aimed}' is aimed, and a test does not rehearse: run until the moment (RunUntil, Expect), "
                + "and make it by hand.");
        if (_engine != PoREngine.Instance && _adversaries.Count > 0)
            throw new ArgumentException(
                $"{_adversaries[0].Strategy.Name} speaks Proof of Review, and the network speaks {_engine.Name}: give "
                + "hostile nodes an actor of their own in PropsOf of the engine.");
        return new PoRNetwork(
            settings, _adversaries, _engine, [.. _checks], _rules, $"{_calls}.Build()", _toleratesViolations);
    }

    private PoRNetworkBuilder Say(string key, long value, string method)
    {
        var text = value.ToString(CultureInfo.InvariantCulture);
        _settings.Add(new SettingOverride(key, text, $"{method}(…)"));
        return Called($"{method}({text})");
    }

    private PoRNetworkBuilder Befall(string name, NodeEffect effect, TimeSpan at, TimeSpan length, int[] nodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(at, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(length, TimeSpan.Zero, nameof(length));
        var of = nodes.Length == 0 ? NodeSet.Every : new NodeSet.Numbers([.. nodes]);
        var named = nodes.Length == 0 ? "" : $" of nodes:{string.Join(',', nodes)}";
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{name}{named}@{at.TotalMilliseconds}ms+{length.TotalMilliseconds}ms");
        return Fault(new NodeFault(effect, of, at, length) { Text = text });
    }

    private PoRNetworkBuilder Add(Fault fault, string call)
    {
        _faults.Add(fault);
        return Called(call);
    }

    private PoRNetworkBuilder Called(string call)
    {
        _calls.Append('.').Append(call);
        return this;
    }
}
