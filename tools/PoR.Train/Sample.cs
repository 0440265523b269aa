namespace PoR.Train;

/// <summary>A text as the trainer sees it.</summary>
/// <param name="Buckets">Its distinct features.</param>
/// <param name="Words">Its words' hashes.</param>
/// <param name="Target">0..1.</param>
/// <param name="Weight">How much it counts.</param>
/// <param name="Fold">The part that it belongs to, or -1 if it is in every part.</param>
internal sealed record Sample(int[] Buckets, uint[] Words, float Target, float Weight, int Fold);
