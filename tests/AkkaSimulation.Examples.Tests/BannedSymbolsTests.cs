using System.Reflection;
using Akka.Actor;
using Akka.Persistence;

namespace AkkaSimulation.Examples.Tests;

/// <summary>The list of what actors must not call. A name that nothing has would ban nothing, without a word.</summary>
public sealed class BannedSymbolsTests
{
    private static readonly string s_list =
        Path.Combine(AppContext.BaseDirectory, "Documents", "BannedSymbols.AkkaSimulation.txt");

    private static readonly Assembly[] s_assemblies =
    [
        typeof(object).Assembly,
        typeof(System.Diagnostics.Stopwatch).Assembly,
        typeof(System.Timers.Timer).Assembly,
        typeof(Parallel).Assembly,
        typeof(System.Security.Cryptography.RandomNumberGenerator).Assembly,
        typeof(ActorSystem).Assembly,
        typeof(Eventsourced).Assembly,
    ];

    [Fact(DisplayName = "Each line of the list names something that exists, and its cure")]
    public void Every_line_names_something_that_exists()
    {
        var lines = File.ReadAllLines(s_list);

        Assert.True(lines.Length > 40);
        Assert.All(lines, static line =>
        {
            var (id, cure) = (line.Split(';')[0], line.Split(';')[1]);
            Assert.True(Exists(id), $"{id} does not exist.");
            Assert.True(cure.EndsWith('.'), $"{id} needs one sentence, without a semicolon.");
        });
    }

    [Fact(DisplayName = "All forms of Task.Run and Task.Delay are on the list")]
    public void All_forms_are_banned()
    {
        var text = File.ReadAllText(s_list);
        var forms = typeof(Task).GetMethods()
            .Where(static m => m.Name is nameof(Task.Run) or nameof(Task.Delay)).ToList();

        Assert.True(forms.Count >= 14, $"{forms.Count} forms");
        Assert.All(forms, form => Assert.Contains(IdOf(form) + ";", text));
    }

    private static bool Exists(string id)
    {
        var name = id[2..];
        if (id[0] == 'T')
            return TypeOf(name) is not null;
        var signature = name.Split('(')[0];
        var type = TypeOf(signature[..signature.LastIndexOf('.')]);
        return id[0] == 'P'
            ? type?.GetProperty(signature[(signature.LastIndexOf('.') + 1)..]) is not null
            : type?.GetMembers().OfType<MethodBase>().Any(m => IdOf(m) == id) ?? false;
    }

    private static Type? TypeOf(string name) =>
        s_assemblies.Select(a => a.GetType(name)).FirstOrDefault(static t => t is not null);

    /// <summary>A method's name in documentation, as far as the list needs it.</summary>
    private static string IdOf(MethodBase method)
    {
        var parameters = method.GetParameters();
        var name = method.IsConstructor ? "#ctor" : method.Name;
        var generic = method.IsGenericMethod ? "``" + method.GetGenericArguments().Length : string.Empty;
        var list = parameters.Length == 0
            ? string.Empty
            : $"({string.Join(',', parameters.Select(static p => IdOf(p.ParameterType)))})";
        return $"M:{method.DeclaringType!.FullName}.{name}{generic}{list}";
    }

    private static string IdOf(Type type)
    {
        if (type.IsGenericMethodParameter)
            return "``" + type.GenericParameterPosition;
        if (!type.IsGenericType)
            return type.FullName!;
        var definition = type.GetGenericTypeDefinition().FullName!;
        var arguments = string.Join(',', type.GetGenericArguments().Select(IdOf));
        return $"{definition[..definition.IndexOf('`')]}{{{arguments}}}";
    }
}
