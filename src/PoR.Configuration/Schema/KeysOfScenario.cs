using System.Collections.Immutable;
using PoR.Configuration.Profiles;

namespace PoR.Configuration.Schema;

/// <summary>Keys of a scenario: what a run under faults is expected to show.</summary>
internal static class KeysOfScenario
{
    /// <summary><c>scenario.title</c>.</summary>
    public static SettingKey Title { get; } = new(
        "scenario.title", SettingKind.Text, "text", "none", "What happens, in one line; por scenario shows it.")
    { Words = ["none"] };

    /// <summary><c>scenario.expects</c>.</summary>
    public static SettingKey Expects { get; } = new(
        "scenario.expects", SettingKind.TextList, "words", "[]",
        "What por scenario holds a run to, beside the invariants: " + string.Join(", ", ExpectationNames.All) + ".");

    /// <summary><c>scenario.quick</c>.</summary>
    public static SettingKey Quick { get; } = new(
        "scenario.quick", SettingKind.Flag, "flag", "true",
        "Whether the tests run it with one seed; false where that takes long. The campaign scenarios runs all.");

    /// <summary>All keys of this page, in the order of the reference.</summary>
    public static ImmutableArray<SettingKey> All { get; } = [Title, Expects, Quick];
}
