namespace PoR.Configuration.Schema;

/// <summary>What a key takes.</summary>
public enum SettingKind
{
    /// <summary>A whole number; the key names its unit.</summary>
    WholeNumber,

    /// <summary>A number with us, ms, s, m or h.</summary>
    Duration,

    /// <summary>A number with b, kB, KiB, MB or MiB.</summary>
    Size,

    /// <summary>A number with bit/s, kbit/s, Mbit/s or Gbit/s.</summary>
    BitRate,

    /// <summary>An exact share: 1/4, 25% or 0.25.</summary>
    Ratio,

    /// <summary>true or false.</summary>
    Flag,

    /// <summary>One of a key's words.</summary>
    Choice,

    /// <summary>Any text.</summary>
    Text,

    /// <summary>A host and a port: host:port.</summary>
    Address,

    /// <summary>A list of texts.</summary>
    TextList,

    /// <summary>A list of cuts of the network.</summary>
    CutList,

    /// <summary>A list of other faults.</summary>
    FaultList,

    /// <summary>A list of adversaries.</summary>
    AdversaryList,

    /// <summary>A list of addresses, each host:port.</summary>
    AddressList,

    /// <summary>A list of peers, each an object.</summary>
    PeerList,
}
