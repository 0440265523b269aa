namespace PoR.Cryptography.Curves;

/// <summary>A point prepared to be added: y + x, y − x, 2z and 2d·t.</summary>
internal struct CachedPoint
{
    internal FieldElement Sum;
    internal FieldElement Difference;
    internal FieldElement TwiceZ;
    internal FieldElement TwiceDT;

    /// <summary>Whether z = 1, which saves a product.</summary>
    internal bool IsAffine;

    internal static void From(out CachedPoint cached, in EdwardsPoint point)
    {
        cached = default;
        FieldElement.Add(out cached.Sum, point.Y, point.X);
        FieldElement.Subtract(out cached.Difference, point.Y, point.X);
        FieldElement.Add(out cached.TwiceZ, point.Z, point.Z);
        FieldMultiplication.Multiply(out cached.TwiceDT, point.T, CurveConstants.TwiceD);
    }

    /// <summary>From a point whose coordinates are divided by z already.</summary>
    internal static void FromAffine(out CachedPoint cached, in FieldElement x, in FieldElement y)
    {
        cached = default;
        FieldElement.Add(out cached.Sum, y, x);
        FieldElement.Subtract(out cached.Difference, y, x);
        cached.TwiceZ = FieldElement.Of(2);
        FieldMultiplication.Multiply(out cached.TwiceDT, x, y);
        FieldMultiplication.Multiply(out cached.TwiceDT, cached.TwiceDT, CurveConstants.TwiceD);
        cached.IsAffine = true;
    }
}
