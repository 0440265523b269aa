namespace PoR.Core.Protocol;

/// <summary>An account that sortition may select in a round.</summary>
/// <param name="Key">Its public key.</param>
/// <param name="VrfKey">Makes its credentials.</param>
/// <param name="OneTimeRoot">Certifies its one-time keys.</param>
/// <param name="Weight">ω: integer sub-users, 1 and up.</param>
public sealed record CommitteeMember(
    PublicKey Key, VrfPublicKey VrfKey, OneTimeRootKey OneTimeRoot, long Weight);
