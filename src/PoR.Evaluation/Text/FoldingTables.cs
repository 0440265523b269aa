namespace PoR.Evaluation.Text;

/// <summary>The fixed tables that fold letters; one entry per code point.</summary>
/// <remarks>
/// Own tables instead of runtime Unicode functions, which depend on the runtime's Unicode version
/// and possibly on ICU: two machines must agree to the last bit. A lower-case entry is the Latin
/// letter that stands for the code point, '.' means "keep it as it is", '-' is a symbol, and a
/// capital entry stands for two letters (see <see cref="Pair"/>).
/// </remarks>
internal static class FoldingTables
{
    /// <summary>First code point of <see cref="Latin"/>, U+00C0.</summary>
    public const int LatinStart = 0xC0;

    /// <summary>First code point of <see cref="LatinAdditional"/>, U+1E00.</summary>
    public const int LatinAdditionalStart = 0x1E00;

    /// <summary>First code point of <see cref="GreekAndCyrillic"/>, U+0370.</summary>
    public const int GreekStart = 0x370;

    /// <summary>U+00C0 to U+024F: Latin-1 Supplement, Latin Extended-A and -B.</summary>
    public static ReadOnlySpan<byte> Latin =>
        "aaaaaaAceeeeiiiidnooooo-ouuuuyTSaaaaaaAceeeeiiiidnooooo-ouuuuyTy"u8
        + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiIIjjkkklllllll"u8
        + "lllnnnnnnnnnooooooOOrrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"u8
        + "bb................f....i..l....ooo.............uu....zz........."u8
        + "....dddlllnnnaaiioouuuuuuuuuu.aaaaAA..ggkkoooo..jdddgg..nnaaAAoo"u8
        + "aaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy......acc..."u8
        + "...bu.eejj..rryy"u8;

    /// <summary>U+1E00 to U+1EFF: Latin Extended Additional.</summary>
    public static ReadOnlySpan<byte> LatinAdditional =>
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"u8
        + "mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"u8
        + "wwwwwwwwwwxxxxyyzzzzzzhtwyasssS.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"u8
        + "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......"u8;

    /// <summary>U+0370 to U+052F: the Latin letter that a Greek or Cyrillic one looks like.</summary>
    public static ReadOnlySpan<byte> GreekAndCyrillic =>
        "...............j......a.ehi.o.y.iab..ezh.ik.mn.o.p..ty.x..iyaeni"u8
        + "ua.y.e.n.ik..v.o.p..tu.x.wiuouw................................."u8
        + "..cj.....c......"u8
        + "ee...siij...k.y.a.b..e....k.mho.pcty.x..........a.b..e....k.mho."u8
        + "pcty.x..........ee...siij...k.y................................."u8
        + "..............................................yy..........hh...."u8
        + "l..............laaaa..ee..............oo......yyyyyy............"u8
        + "dd..........gg............qqww.................."u8;

    /// <summary>The two letters that a capital entry stands for; the first in the high byte.</summary>
    public static int Pair(byte entry) => entry switch
    {
        (byte)'A' => ('a' << 8) | 'e',
        (byte)'I' => ('i' << 8) | 'j',
        (byte)'O' => ('o' << 8) | 'e',
        (byte)'S' => ('s' << 8) | 's',
        (byte)'T' => ('t' << 8) | 'h',
        _ => entry,
    };
}
