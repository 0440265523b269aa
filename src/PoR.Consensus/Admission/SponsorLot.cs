using System.Buffers.Binary;
using PoR.Consensus.Sortition;
using PoR.Core.Agreement;
using PoR.Core.Bytes;
using PoR.Core.Hashing;
using PoR.Core.Identities;

namespace PoR.Consensus.Admission;

/// <summary>How many rights to sponsor an account draws in a round (D41).</summary>
/// <remarks>
/// The round's eligible accounts draw s·E rights in expectation, s the admission rate and E their number, each by its
/// weight. The lot is a hash of the β that the account has for step 1 anyway: no second evaluation of the VRF is
/// needed, and who shows that credential's proof shows nothing of other steps.
/// </remarks>
public static class SponsorLot
{
    /// <summary>How many rights a credential of step 1 gives.</summary>
    /// <param name="view">Of the credential's round.</param>
    /// <param name="member">A member of <paramref name="view"/>.</param>
    /// <param name="output">β of its credential of step 1.</param>
    /// <returns>0..its weight; 0 where nobody needs a sponsor.</returns>
    public static long RightsOf(CommitteeView view, CommitteeMember member, VrfOutput output) =>
        RightsOf(view, member, output, out _);

    /// <summary>How many rights a credential of step 1 gives.</summary>
    /// <param name="view">Of the credential's round.</param>
    /// <param name="member">A member of <paramref name="view"/>.</param>
    /// <param name="output">β of its credential of step 1.</param>
    /// <param name="choice">Uniform on 64 bits, for a holder that uses a share of its rights.</param>
    /// <returns>0..its weight; 0 where nobody needs a sponsor.</returns>
    public static long RightsOf(CommitteeView view, CommitteeMember member, VrfOutput output, out ulong choice)
    {
        choice = 0;
        if (view.Parameters.Admission is null)
            return 0;
        Span<byte> beta = stackalloc byte[VrfOutput.Length];
        output.Bytes.CopyTo(beta);
        Span<byte> lot = stackalloc byte[Bytes32.Length];
        DomainHash.Of(HashDomain.SponsorLot, beta).Bytes.CopyTo(lot);
        choice = BinaryPrimitives.ReadUInt64BigEndian(lot[sizeof(ulong)..]);
        return SortitionTables.Of(view).ForRights(member).Seats(BinaryPrimitives.ReadUInt64BigEndian(lot));
    }
}
