using System.Collections.Immutable;
using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Core.Bytes;
using PoR.Core.Identities;

namespace PoR.Configuration.Schema;

/// <summary>Reads a list of peers: <c>[{ id = "…", address = "host:port", name = "…" }]</c>.</summary>
internal static class PeerListReader
{
    private const int IdDigits = 64;

    /// <summary>A list, or the first of its items that is wrong, with its place.</summary>
    public static (SettingValue? Value, string? Error, SourcePosition? Position) Read(HoconValue.List list)
    {
        var peers = ImmutableArray.CreateBuilder<PeerEntry>();
        foreach (var item in list.Items)
        {
            var (peer, error) = item is HoconValue.Object entry
                ? PeerOf(entry)
                : (null, "a peer is an object: { id = \"64 hex digits\", address = \"host:port\" }");
            if (peer is null)
                return (null, error, item.Position);
            if (peers.Any(known => known.Id == peer.Id))
                return (null, $"the peer {peer.Id} is named twice", item.Position);
            peers.Add(peer);
        }

        return (new SettingValue.PeerList(peers.ToImmutable()), null, null);
    }

    private static (PeerEntry? Peer, string? Error) PeerOf(HoconValue.Object entry)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in entry.Fields)
        {
            if (name is not ("id" or "address" or "name"))
                return (null, $"a peer has no '{name}'; id, address and name are right");
            if (value is not HoconValue.Text text)
                return (null, $"a peer's {name} is a text");
            texts.Add(name, text.Value);
        }

        if (!texts.TryGetValue("id", out var id) || id.Length != IdDigits || !id.All(char.IsAsciiHexDigit))
            return (null, $"a peer needs an id of {IdDigits} hex digits");
        EndPointText? address = null;
        if (texts.TryGetValue("address", out var written) && (address = EndPointText.Parse(written)) is null)
            return (null, $"'{written}' is no address: write host:port");
        return (new PeerEntry(
            new PublicKey(Bytes32.Parse(id)), address, texts.GetValueOrDefault("name")), null);
    }
}
