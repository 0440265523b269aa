using System.Diagnostics;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace PoR.Mutate;

/// <summary>A project in the compiler's memory: each mutant is one of its files replaced.</summary>
/// <remarks>The working tree is never written, and a mutant costs a fraction of a second instead of a build.</remarks>
internal sealed class CompiledProject
{
    private readonly CSharpCompilation _compilation;
    private readonly CSharpCommandLineArguments _arguments;

    private CompiledProject(string name, CSharpCommandLineArguments arguments, CSharpCompilation compilation)
    {
        Name = name;
        _arguments = arguments;
        _compilation = compilation;
    }

    /// <summary>The assembly's name.</summary>
    public string Name { get; }

    /// <summary>Loads a project that has been built with the same configuration.</summary>
    /// <exception cref="InvalidOperationException">The build does not tell how it compiles the project.</exception>
    public static CompiledProject Load(string project, string configuration, string artifacts)
    {
        var folder = Path.GetDirectoryName(project)!;
        var sdk = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var arguments = CSharpCommandLineParser.Default.Parse(
            ArgumentsOf(project, configuration, artifacts), folder, sdk);
        var trees = arguments.SourceFiles.Select(f => CSharpSyntaxTree.ParseText(
            SourceText.From(File.ReadAllText(f.Path), Encoding.UTF8), arguments.ParseOptions, f.Path));
        var references = arguments.MetadataReferences.Select(
            r => MetadataReference.CreateFromFile(Path.GetFullPath(r.Reference, folder), r.Properties));
        var options = arguments.CompilationOptions
            .WithGeneralDiagnosticOption(ReportDiagnostic.Default)
            .WithStrongNameProvider(new DesktopStrongNameProvider());
        var compilation = CSharpCompilation.Create(arguments.CompilationName, trees, references, options);

        // What P/Invoke needs is written by a generator; no mutant changes what it reads.
        var generators = arguments.ResolveAnalyzerReferences(new GeneratorLoader())
            .SelectMany(r => r.GetGenerators(LanguageNames.CSharp));
        CSharpGeneratorDriver.Create(generators, parseOptions: arguments.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var generated, out _);
        return new CompiledProject(
            Path.GetFileNameWithoutExtension(project), arguments, (CSharpCompilation)generated);
    }

    /// <summary>Compiles the project with one file's text replaced.</summary>
    /// <returns>The assembly, or null with the first error.</returns>
    public byte[]? Compile(string file, string text, out string? error)
    {
        var old = _compilation.SyntaxTrees.Single(t => t.FilePath == file);
        var tree = CSharpSyntaxTree.ParseText(
            SourceText.From(text, Encoding.UTF8), (CSharpParseOptions)old.Options, file);
        using var assembly = new MemoryStream();
        var result = _compilation.ReplaceSyntaxTree(old, tree)
            .Emit(assembly, manifestResources: _arguments.ManifestResources);
        error = result.Diagnostics.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error)?.ToString();
        return result.Success ? assembly.ToArray() : null;
    }

    private static List<string> ArgumentsOf(string project, string configuration, string artifacts)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        foreach (var argument in (string[])
            [
                "msbuild", project, "-t:PrepareResources;Compile", "-getItem:CscCommandLineArgs", "-nodeReuse:false",
                "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:DesignTimeBuild=true",
                "-p:NonExistentFile=none/none", // Or the build tells nothing of a project that is up to date.
                "-p:BuildProjectReferences=false", $"-p:Configuration={configuration}", $"-p:ArtifactsPath={artifacts}",
            ])
            start.ArgumentList.Add(argument);
        using var build = Process.Start(start)!;
        var output = build.StandardOutput.ReadToEnd();
        build.WaitForExit();
        if (build.ExitCode != 0)
            throw new InvalidOperationException($"The build does not tell how {project} is compiled: {output}");
        using var json = JsonDocument.Parse(output);
        List<string> arguments = [.. json.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs")
            .EnumerateArray().Select(a => a.GetProperty("Identity").GetString()!)];
        return arguments.Count > 0
            ? arguments
            : throw new InvalidOperationException($"The build does not tell how {project} is compiled.");
    }

    private sealed class GeneratorLoader : IAnalyzerAssemblyLoader
    {
        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath) => Assembly.LoadFrom(fullPath);
    }
}
