using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace PoR.Architecture.Tests.Repository;

/// <summary>Makes one compilation of sources of several projects, which knows no generated code.</summary>
public static class Compiler
{
    private const string ImplicitUsings =
        """
        global using System; global using System.IO; global using System.Linq;
        global using System.Collections.Generic; global using System.Net.Http;
        global using System.Threading; global using System.Threading.Tasks; global using Xunit;
        """;

    // The packages of the sources lie beside this program, as do the projects, which are compiled from source instead.
    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static file => !IsOurs(Path.GetFileName(file)))
            .Select(static file => MetadataReference.CreateFromFile(file)),
    ];

    /// <summary>Joins sources.</summary>
    /// <param name="files">Of any number of projects.</param>
    public static CSharpCompilation Compile(IEnumerable<SourceFile> files) => CSharpCompilation.Create(
        "All",
        files.Select(static file => file.Tree).Append(CSharpSyntaxTree.ParseText(ImplicitUsings)),
        References,
        new(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

    private static bool IsOurs(string file) =>
        file.StartsWith("PoR.", StringComparison.Ordinal)
        || file.StartsWith("AkkaSimulation", StringComparison.Ordinal);
}
