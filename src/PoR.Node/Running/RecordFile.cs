using System.Globalization;
using PoR.Actors.Messages;

namespace PoR.Node.Running;

/// <summary>A file to which a process adds records, as <see cref="RecordStream"/> has them.</summary>
internal static class RecordFile
{
    /// <summary>Makes a new one.</summary>
    /// <param name="name">
    /// The beginning of its name. A number follows, since a killed process may leave half a record at the end.
    /// </param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static FileStream Create(string name)
    {
        for (var life = 0; ; life++)
        {
            var file = $"{name}.{life.ToString(CultureInfo.InvariantCulture)}";

            // Nothing is buffered here, so a killed process has left what it has seen.
            if (!File.Exists(file))
                return new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
    }
}
