using System.Collections.Immutable;

namespace PoR.Core.Parameters;

/// <summary>What is impossible in a network's parameters, and which of them a user would change.</summary>
/// <param name="Message">One sentence.</param>
/// <param name="Parameters">
/// Names of properties of <see cref="ProtocolParameters"/>, <see cref="AdmissionParameters"/> or
/// <see cref="BehaviourParameters"/>, the likeliest mistake first; at least one.
/// </param>
public sealed record ParameterFault(string Message, ImmutableArray<string> Parameters)
{
    /// <summary>The fault of one rule.</summary>
    /// <param name="message">One sentence.</param>
    /// <param name="parameters">Which parameters the rule is about, and whether each breaks it.</param>
    /// <returns>Names those that break it; null when none does.</returns>
    internal static ParameterFault? Of(
        string message, params ReadOnlySpan<(bool IsWrong, string Parameter)> parameters)
    {
        var wrong = ImmutableArray.CreateBuilder<string>();
        foreach (var (isWrong, parameter) in parameters)
        {
            if (isWrong)
                wrong.Add(parameter);
        }

        return wrong.Count == 0 ? null : new ParameterFault(message, wrong.ToImmutable());
    }
}
