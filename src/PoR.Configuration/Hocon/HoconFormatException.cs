namespace PoR.Configuration.Hocon;

/// <summary>A configuration file is wrong, told to a caller who can only be told by throwing.</summary>
public sealed class HoconFormatException : FormatException
{
    /// <summary>Carries a fault.</summary>
    /// <param name="fault">Where and what.</param>
    public HoconFormatException(HoconFault fault)
        : base(fault?.ToString()) => Fault = fault!;

    /// <summary>Where and what.</summary>
    public HoconFault Fault { get; }
}
