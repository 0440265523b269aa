using System.Collections.Immutable;
using PoR.Configuration.Profiles;
using PoR.Core.Faults;

namespace PoR.Configuration.Schema;

/// <summary>A key's value in the schema's terms. Closed: every case is here.</summary>
internal abstract record SettingValue
{
    private SettingValue() { }

    /// <summary>A count in the key's unit.</summary>
    /// <param name="Value">The number.</param>
    public sealed record Whole(long Value) : SettingValue;

    /// <summary>A time span, exact to 100 ns.</summary>
    /// <param name="Value">The span.</param>
    public sealed record Duration(TimeSpan Value) : SettingValue;

    /// <summary>A size.</summary>
    /// <param name="Bytes">In bytes.</param>
    public sealed record Size(long Bytes) : SettingValue;

    /// <summary>A bandwidth.</summary>
    /// <param name="BitsPerSecond">In bits per second.</param>
    public sealed record BitRate(long BitsPerSecond) : SettingValue;

    /// <summary>An exact share.</summary>
    /// <param name="Value">In lowest terms, so that equal shares have equal bytes in genesis.</param>
    public sealed record Ratio(Core.Parameters.Ratio Value) : SettingValue;

    /// <summary>Yes or no.</summary>
    /// <param name="Value">Whether it is so.</param>
    public sealed record Flag(bool Value) : SettingValue;

    /// <summary>One of the key's words, such as <c>all</c>.</summary>
    /// <param name="Value">The word.</param>
    public sealed record Word(string Value) : SettingValue;

    /// <summary>Any text.</summary>
    /// <param name="Value">The text.</param>
    public sealed record Text(string Value) : SettingValue;

    /// <summary>A host and a port.</summary>
    /// <param name="Value">Both.</param>
    public sealed record Address(EndPointText Value) : SettingValue;

    /// <summary>Texts in written order.</summary>
    /// <param name="Items">The texts.</param>
    public sealed record TextList(ImmutableArray<string> Items) : SettingValue
    {
        /// <inheritdoc/>
        public bool Equals(TextList? other) =>
            other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => Items.Length;
    }

    /// <summary>Cuts of the network in written order.</summary>
    /// <param name="Items">The cuts.</param>
    public sealed record CutList(ImmutableArray<Cut> Items) : SettingValue
    {
        /// <inheritdoc/>
        public bool Equals(CutList? other) =>
            other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => Items.Length;
    }

    /// <summary>Other faults in written order.</summary>
    /// <param name="Items">The faults.</param>
    public sealed record FaultList(ImmutableArray<Fault> Items) : SettingValue
    {
        /// <inheritdoc/>
        public bool Equals(FaultList? other) =>
            other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => Items.Length;
    }

    /// <summary>Adversaries in written order.</summary>
    /// <param name="Items">The adversaries.</param>
    public sealed record AdversaryList(ImmutableArray<AdversarySettings> Items) : SettingValue
    {
        /// <inheritdoc/>
        public bool Equals(AdversaryList? other) =>
            other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => Items.Length;
    }

    /// <summary>Addresses in written order.</summary>
    /// <param name="Items">The addresses.</param>
    public sealed record AddressList(ImmutableArray<EndPointText> Items) : SettingValue
    {
        /// <inheritdoc/>
        public bool Equals(AddressList? other) =>
            other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => Items.Length;
    }

    /// <summary>Peers of the network in written order.</summary>
    /// <param name="Items">The peers.</param>
    public sealed record PeerList(ImmutableArray<PeerEntry> Items) : SettingValue
    {
        /// <inheritdoc/>
        public bool Equals(PeerList? other) =>
            other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => Items.Length;
    }

    /// <summary>Compares two values of one kind that has an order.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second, of the same case.</param>
    /// <returns>Negative, zero or positive.</returns>
    /// <exception cref="ArgumentException">The two have no common order.</exception>
    public static int Compare(SettingValue left, SettingValue right) => (left, right) switch
    {
        (Whole a, Whole b) => a.Value.CompareTo(b.Value),
        (Duration a, Duration b) => a.Value.CompareTo(b.Value),
        (Size a, Size b) => a.Bytes.CompareTo(b.Bytes),
        (BitRate a, BitRate b) => a.BitsPerSecond.CompareTo(b.BitsPerSecond),
        (Ratio a, Ratio b) => ((long)a.Value.Numerator * b.Value.Denominator)
            .CompareTo((long)b.Value.Numerator * a.Value.Denominator),
        _ => throw new ArgumentException($"No order of {left} and {right}."),
    };
}
