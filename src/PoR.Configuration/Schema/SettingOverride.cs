namespace PoR.Configuration.Schema;

/// <summary>A value that stands above all files: an option of the command line.</summary>
/// <param name="Path">The dotted path of the key.</param>
/// <param name="Text">The value as the user wrote it; of a list one item, and all of them stand for the file's.</param>
/// <param name="Source">What a message names as its place, such as <c>--nodes</c>.</param>
public sealed record SettingOverride(string Path, string Text, string Source);
