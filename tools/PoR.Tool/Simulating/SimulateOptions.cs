using System.CommandLine;
using PoR.Configuration.Profiles;
using PoR.Configuration.Schema;

namespace PoR.Tool.Simulating;

/// <summary>The options of <c>por simulate</c>.</summary>
internal sealed class SimulateOptions
{
    private readonly Option<string> _profile = new("--profile")
    {
        HelpName = "demo|safety|large|unit|FILE",
        Description = "The settings to start from; the options below change them.",
        DefaultValueFactory = _ => "safety",
    };

    private readonly (Option<string> Option, string Path)[] _settings =
    [
        (Text("--participants", "N", "Participants in genesis."), "population.participants"),
        (Text("--newcomers", "N", "Accounts beside genesis that look for a sponsor."), "population.newcomers"),
        (Text("--nodes", "M", "Nodes that host them, at most one per participant."), "population.nodes"),
        (Text("--rounds", "R", "Rounds to run. Every profile has 12."), "run.rounds"),
        (Text("--reviews-per-round", "K", "Reviews submitted in each round."), "run.reviews-per-round"),
        (Text("--seed", "S", "The same seed gives the same run, bit for bit. Every profile has 1."), "run.seed"),
    ];

    private readonly Option<string> _reviews = Text(
        "--reviews", "FILE",
        "Real reviews instead of made-up ones: TSV, CSV or JSON lines, plain or gzip, with columns text and rating "
        + "(and optionally id, scale, reviewer, product, category, sensitive). Rows that cannot be used are "
        + "counted by reason.");

    private readonly Option<string> _latency = Text(
        "--latency", "FILE",
        "Latencies between regions instead of distances between cities: a CSV matrix of round trips in "
        + "milliseconds (for one-way times, a profile says network.matrix-is-round-trip = false).");

    private readonly Option<string> _crypto = Text(
        "--crypto", "shared|each|model",
        "shared: each signature is really verified, once per process (the default); each: by every node; "
        + "model: a keyed-hash stand-in, INSECURE.");

    private readonly Option<string> _checks = Text(
        "--checks", "sampled|all",
        "How much the checks of invariants verify for themselves: sampled: everything but signatures and credentials "
        + "of votes, of which one in eight (the default); all: those of every vote.");

    private readonly Option<string[]> _cuts = new("--cut")
    {
        HelpName = "SPEC",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        Description = "Cuts the network: SHAPE@START+LENGTH[,oneway][,dropped|,delayed][,flap:5s/5s] with the shapes "
            + "halves, thirds, 80% (against the rest), 34/33/33, nodes:3,4,5, bridge:1% (two halves and nodes that "
            + "both hear), ring:60% (each hears its nearest), swizzle (off one by one, back in another order), leader "
            + "(the node that leads the round). START is a time, or a moment that a rehearsal finds: round5.proposal "
            + "(half of the nodes have the leader's block), round5.quorum2 (the first node has a quorum of step 2), "
            + "round5.vote4 (the first vote of step 4 is half-way stored); the shape first is then the node to which "
            + "it comes first. May be repeated; replaces the profile's cuts.",
    };

    private readonly Option<string[]> _faults = new("--fault")
    {
        HelpName = "SPEC",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        Description = "Another fault of links, KIND:AMOUNT[ of NODES]@START+LENGTH[,flap:5s/5s] with the kinds "
            + "loss:5%, delay:500ms, slow:10x, duplicate:50%, reorder:4s, damage:1%, bandwidth:1Mbit, capacity:20; or "
            + "of machines, with the kinds crash, lose-tail:3 (a crash that loses the last events of each journal), "
            + "wipe (one that loses the disk), pause, busy:1ms, skew:-2s, drift:200ppm, disk:fails, disk:full, "
            + "disk:8ms. NODES: nodes:3,4 or 20%, leader or first; START as of cuts. May be repeated; replaces the "
            + "profile's faults.",
    };

    private readonly Option<string[]> _adversaries = new("--adversary")
    {
        HelpName = "'NAME SHARE'",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        Description = "A strategy in place of honest behaviour, at nodes that hold at most this share of the eligible "
            + "weight of round 1, from the last node down; node 0 stays honest. Names: "
            + string.Join(", ", AdversaryNames.All) + ". late-leader:4s, on-off:14 and sybil:40 take an amount. May be "
            + "repeated; replaces the profile's adversaries.",
    };

    private readonly Option<string[]> _set = new("--set")
    {
        HelpName = "KEY=VALUE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        Description = "Any other key of docs/configuration.md, such as network.delivery=gossip. May be repeated.",
    };

    private readonly Option<string> _threads = Text(
        "--threads", "T", "Worker threads; the result does not depend on it. By default one per processor.");

    private readonly Option<string> _out = Text(
        "--out", "DIR",
        "Writes summary.json, report.html, chain/, and rounds.csv, steps.csv, sides.csv, side_steps.csv, messages.csv, "
        + "nodes.csv, reach.csv, tracks.csv, participants.csv, committees.csv and nodeK_metrics.csv. The folder is "
        + "made where it is missing; it may hold an earlier run, which is replaced, and nothing else.");

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Prints one JSON object and nothing else on standard output.",
    };

    private readonly Option<bool> _untilStuck = new("--until-stuck")
    {
        Description = "Runs although a cut outlasts the run, or a fault begins after its end; it then ends at its time "
            + "limit, and says which rounds were not decided.",
    };

    private readonly Option<bool> _trace = new("--trace")
    {
        Description = "Writes events.jsonl, too, for por trace and por diff: what nodes saw and did, one by one.",
    };

    /// <summary>Adds all options, in the order of the help.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_profile);
        foreach (var (option, _) in _settings)
            command.Options.Add(option);
        Option[] others =
        [
            _reviews, _latency, _crypto, _checks, _cuts, _faults, _adversaries, _set, _untilStuck, _threads, _out,
            _trace, _json,
        ];
        foreach (var option in others)
            command.Options.Add(option);
    }

    /// <summary>What the user has said.</summary>
    public SimulateArguments Read(ParseResult parsed)
    {
        var overrides = new List<SettingOverride>();
        (Option<string>, string)[] others =
            [(_crypto, "run.crypto"), (_checks, "run.checks"), (_threads, "run.threads")];
        foreach (var (option, path) in _settings.Concat(others))
        {
            if (parsed.GetValue(option) is { } text)
                overrides.Add(new SettingOverride(path, text, option.Name));
        }

        if (parsed.GetValue(_latency) is { } latency)
        {
            overrides.Add(new SettingOverride("network.model", "matrix", _latency.Name));
            overrides.Add(new SettingOverride("network.matrix-file", latency, _latency.Name));
        }

        if (parsed.GetResult(_cuts) is not null)
            overrides.AddRange(parsed.GetValue(_cuts)!.Select(cut => new SettingOverride("run.cuts", cut, _cuts.Name)));
        if (parsed.GetResult(_faults) is not null)
            overrides.AddRange(parsed.GetValue(_faults)!.Select(
                fault => new SettingOverride("run.faults", fault, _faults.Name)));
        if (parsed.GetResult(_adversaries) is not null)
            overrides.AddRange(parsed.GetValue(_adversaries)!.Select(
                adversary => new SettingOverride("run.adversaries", adversary, _adversaries.Name)));
        foreach (var setting in parsed.GetValue(_set) ?? [])
        {
            var (key, value) = setting.Split('=', 2) is [var before, var after] ? (before, after) : (setting, "");
            overrides.Add(new SettingOverride(key, value, $"{_set.Name} {key}"));
        }

        return new SimulateArguments(
            parsed.GetValue(_profile)!,
            [.. overrides],
            parsed.GetValue(_reviews),
            parsed.GetValue(_latency),
            parsed.GetValue(_out),
            parsed.GetValue(_json),
            parsed.GetValue(_untilStuck),
            parsed.GetValue(_trace));
    }

    private static Option<string> Text(string name, string value, string description) =>
        new(name) { HelpName = value, Description = description };
}
