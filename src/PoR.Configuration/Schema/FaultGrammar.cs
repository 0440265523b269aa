using PoR.Core.Faults;

namespace PoR.Configuration.Schema;

/// <summary>Any fault as a user writes it: a cut, another fault of links, or one of machines.</summary>
public static class FaultGrammar
{
    /// <summary>Reads a fault.</summary>
    /// <param name="text">As <c>--cut</c> or <c>--fault</c> takes it.</param>
    /// <returns>The fault, or what is wrong with it; one of the two is null.</returns>
    public static (Fault? Fault, string? Error) Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var kind = text.Split(' ', ':', '@')[0];
        if (NodeFaultGrammar.IsMeant(kind))
            return NodeFaultGrammar.Parse(text);
        if (TroubleGrammar.IsMeant(kind))
            return TroubleGrammar.Parse(text);
        var (cut, error) = CutGrammar.Parse(text);
        return cut is not null || CutGrammar.IsMeant(text)
            ? (cut, error)
            : (null, $"the fault '{text}' is not understood: it is neither a cut, such as halves@30s+60s, nor another "
                + "fault, such as loss:5%@30s+60s or 'crash of 20%@40s+60s'");
    }
}
