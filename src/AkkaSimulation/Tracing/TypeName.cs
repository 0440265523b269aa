namespace AkkaSimulation.Tracing;

/// <summary>A type's name without versions of assemblies, the same in every process.</summary>
internal static class TypeName
{
    public static string Of(Type type)
    {
        if (!type.IsGenericType)
            return type.FullName ?? type.Name;
        var definition = type.GetGenericTypeDefinition();
        return $"{definition.FullName ?? definition.Name}[{string.Join(',', type.GetGenericArguments().Select(Of))}]";
    }
}
