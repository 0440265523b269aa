namespace PoR.Tool.Tests;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class Scratch : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("por-tool-").FullName;

    /// <summary>A path in it; nothing is made.</summary>
    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>A file in it.</summary>
    public string File(string name, string text)
    {
        System.IO.File.WriteAllText(this[name], text);
        return this[name];
    }

    /// <summary>A file that its owner alone can read.</summary>
    public string Secret(string name, string text)
    {
        File(name, text);
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(this[name], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return this[name];
    }

    /// <summary>A file of more rows than a pipe holds results of.</summary>
    public string ManyRows(string name) =>
        File(name, "text\n" + string.Concat(Enumerable.Range(0, 40_000).Select(i => $"Row {i} is rather good.\n")));

    /// <summary>A copy of a folder in it.</summary>
    public string Copy(string folder, string name)
    {
        Directory.CreateDirectory(this[name]);
        foreach (var file in Directory.EnumerateFiles(folder))
            System.IO.File.Copy(file, Path.Combine(this[name], Path.GetFileName(file)), overwrite: true);
        return this[name];
    }

    /// <summary>The program as in a folder of its own, with links to the files that it only reads.</summary>
    /// <returns>The path of the program.</returns>
    public string Installation(string name, string folder)
    {
        Directory.CreateDirectory(this[name]);
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            var (file, here) = (Path.GetFileName(entry), Path.Combine(this[name], Path.GetFileName(entry)));
            if (file.StartsWith("PoR.Tool.", StringComparison.Ordinal))
                System.IO.File.Copy(entry, here); // Where these are, the host takes the program to be.
            else
                System.IO.File.CreateSymbolicLink(here, entry);
        }

        return Path.Combine(this[name], Path.GetFileName(PorProcess.Program));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
