namespace PoR.Cryptography.Curves;

/// <summary>Constants of edwards25519 and of its map from the field. Tests recompute each of them.</summary>
internal static class CurveConstants
{
    /// <summary>2d, d = −121665/121666.</summary>
    internal static readonly FieldElement TwiceD = new(
        0x69b9426b2f159, 0x35050762add7a, 0x3cf44c0038052, 0x6738cc7407977, 0x2406d9dc56dff);

    /// <summary>d = −121665/121666 of −x² + y² = 1 + d·x²·y².</summary>
    internal static readonly FieldElement D = new(
        0x34dca135978a3, 0x1a8283b156ebd, 0x5e7a26001c029, 0x739c663a03cbb, 0x52036cee2b6ff);

    /// <summary>−1.</summary>
    internal static readonly FieldElement MinusOne = new(
        FieldElement.Mask - 19, FieldElement.Mask, FieldElement.Mask, FieldElement.Mask, FieldElement.Mask);

    /// <summary>√−1 = 2^((p−1)/4).</summary>
    internal static readonly FieldElement RootOfMinusOne = new(
        0x61b274a0ea0b0, 0x0d5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d);

    /// <summary>The even √−486664 (RFC 9380 §G.2.2, c1).</summary>
    internal static readonly FieldElement RootOfMinus486664 = new(
        0x604aaff457e06, 0x2296fa350598d, 0x7f13dfb16874f, 0x35de93d846e01, 0x0f26edf460a00);

    /// <summary>2^((p+3)/8) (RFC 9380 §G.2.1, c2).</summary>
    internal static readonly FieldElement RootPowerOfTwo = new(
        0x61b274a0ea0b1, 0x0d5a5fc8f189d, 0x7ef5e9cbd0c60, 0x78595a6804c9e, 0x2b8324804fc1d);

    /// <summary>The base point's x.</summary>
    internal static readonly FieldElement BaseX = new(
        0x62d608f25d51a, 0x412a4b4f6592a, 0x75b7171a4b31d, 0x1ff60527118fe, 0x216936d3cd6e5);

    /// <summary>The base point's y = 4/5.</summary>
    internal static readonly FieldElement BaseY = new(
        0x6666666666658, 0x4cccccccccccc, 0x1999999999999, 0x3333333333333, 0x6666666666666);

    /// <summary>The order of the prime subgroup, four words, little-endian.</summary>
    internal static ReadOnlySpan<ulong> Order =>
        [0x5812631a5cf5d3ed, 0x14def9dea2f79cd6, 0, 0x1000000000000000];
}
