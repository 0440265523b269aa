using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using PoR.Configuration.Files;

namespace PoR.Tool.Clusters;

/// <summary>A member of a cluster on this machine.</summary>
/// <param name="Name"><c>member1</c> and so on.</param>
/// <param name="Remoting">The port where it listens for other members.</param>
/// <param name="Advertised">The port that it tells other members: the same, or that of its relay.</param>
/// <param name="Http">The port of its health, status and admin endpoint.</param>
internal sealed record MemberPlace(string Name, int Remoting, int Advertised, int Http);

/// <summary>What a cluster is, as it is stored.</summary>
/// <param name="Members">By number, from 1 on.</param>
/// <param name="Participants">How many the operator has.</param>
/// <param name="OwnsServer">Whether the database server was started for it.</param>
/// <param name="IsDemo">Whether participants write made-up reviews.</param>
internal sealed record ClusterPlan(
    ImmutableArray<MemberPlace> Members, int Participants, bool OwnsServer, bool IsDemo = false);

/// <summary>Everything of a cluster on this machine: its plan, keys, logs, and what its processes are told.</summary>
internal sealed class ClusterFolder(string path, InputFiles files)
{
    /// <summary>The name of the process that keeps members running.</summary>
    public const string Supervisor = "supervisor";

    /// <summary>The file with the token of the members' admin endpoints.</summary>
    public const string AdminToken = "admin.token";

    private const int TextMax = 1 << 20;
    private const int LogMax = 1 << 28;

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true };

    /// <summary>Where it is.</summary>
    public string Path => path;

    private string PlanFile => At("cluster.json");

    private string SplitFile => At("split");

    /// <summary>The token of the members' admin endpoints.</summary>
    public string Token => ReadText(At(AdminToken)).Trim();

    /// <summary>A file in it.</summary>
    public string At(string name) => System.IO.Path.Combine(path, name);

    /// <summary>The plan; null: there is no cluster here.</summary>
    public ClusterPlan? Plan() => File.Exists(PlanFile)
        ? JsonSerializer.Deserialize<ClusterPlan>(ReadText(PlanFile), s_json)
        : null;

    /// <summary>Stores the plan. It comes last, so that a folder with a plan has all else.</summary>
    public void Store(ClusterPlan plan) => WriteWhole(PlanFile, JsonSerializer.Serialize(plan, s_json));

    /// <summary>Whether a member is to run, and is started again when it ends.</summary>
    public bool IsWanted(string member) => !File.Exists(At($"{member}.away"));

    /// <summary>Says whether a member is to run.</summary>
    public void Want(string member, bool isWanted)
    {
        if (isWanted)
            File.Delete(At($"{member}.away"));
        else
            WriteWhole(At($"{member}.away"), "");
    }

    /// <summary>A process that was started for the cluster, if it still runs.</summary>
    /// <param name="name">A member, or <c>supervisor</c>.</param>
    public int? ProcessOf(string name)
    {
        var file = At($"{name}.pid");
        if (!File.Exists(file) || ReadText(file).Split(' ') is not [var pid, var start])
            return null;
        var number = int.Parse(pid, CultureInfo.InvariantCulture);
        return ProcessTime.Of(number, files) == start ? number : null;
    }

    /// <summary>Notes a process, with the time of its start, since numbers are used again.</summary>
    public void Note(string name, int pid) => WriteWhole(At($"{name}.pid"), $"{pid} {ProcessTime.Of(pid, files)}");

    /// <summary>What a member has logged.</summary>
    public string LogOf(string member) => files.ReadText(At($"{member}.log"), LogMax);

    /// <summary>How many of the first members are split from the others; 0: none.</summary>
    public int Split() => File.Exists(SplitFile)
        ? int.Parse(ReadText(SplitFile), CultureInfo.InvariantCulture)
        : 0;

    /// <summary>Splits members, or heals the split.</summary>
    /// <param name="first">How many of the first are split from the others; 0: none.</param>
    public void Split(int first) => WriteWhole(SplitFile, first.ToString(CultureInfo.InvariantCulture));

    private string ReadText(string file) => files.ReadText(file, TextMax);

    private static void WriteWhole(string file, string text)
    {
        var second = file + ".new";
        File.WriteAllText(second, text);
        File.Move(second, file, overwrite: true);
    }
}

/// <summary>When a process was started, as the kernel counts it.</summary>
internal static class ProcessTime
{
    private const int StatMax = 4_096;
    private const int StartField = 19; // Of those after the name, in /proc/PID/stat.

    /// <summary>Null: there is no such process.</summary>
    public static string? Of(int pid, InputFiles files)
    {
        try
        {
            var stat = files.ReadText($"/proc/{pid}/stat", StatMax);
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] == "Z" ? null : fields[StartField];
        }
        catch (IOException)
        {
            return null; // The process has ended.
        }
    }
}
