using PoR.Actors;
using PoR.Core.Agreement;
using PoR.Core.Rounds;
using PoR.Simulation.Adversaries;
using PoR.Simulation.Worlds;

namespace PoR.Simulation.Checks;

/// <summary>How many seats must have re-evaluated a block that is decided (I3).</summary>
/// <remarks>
/// <para>
/// Without adversaries, and with nothing wrong, t_H: a block's bit is 0 from step 4 on only where somebody has seen a
/// quorum of step 3. Of such a quorum adversaries may have as many seats as they have in step 3: t_H − M.
/// </para>
/// <para>
/// While messages are late, or the honest seats of step 4 or 5 are no quorum, a node that saw half a quorum carries the
/// block on, and a timeout of step 5 may turn its bit to 0 (PoR §5.2 steps 4 and 5). Then it is half of t_H, of which
/// adversaries may have M again. Else the honest votes of steps 4 and 5 are a quorum for bit 1, which all see in time.
/// </para>
/// </remarks>
/// <param name="world">Whose accounts draw lots.</param>
/// <param name="isSynchronous">Whether nothing but the adversaries was wrong near the present.</param>
public sealed class ReEvaluatingSeats(World world, Func<bool> isSynchronous)
{
    private ILookup<bool, ParticipantSigner>? _byHonesty; // Keys are made once.

    /// <summary>At least 1.</summary>
    /// <param name="view">Of the block's round.</param>
    public long NeededIn(CommitteeView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        var threshold = view.CertificateThreshold;
        var half = (threshold + 1) / 2;
        if (world.Adversaries.IsEmpty)
            return isSynchronous() ? threshold : half;
        var hostile = SeatsOf(view, Step.BlockVerification, isHonest: false);
        var isWhole = isSynchronous()
            && SeatsOf(view, Step.BbaStart, isHonest: true) >= threshold
            && SeatsOf(view, Step.BbaStart.Next, isHonest: true) >= threshold;
        return Math.Max(1, (isWhole ? threshold : half) - hostile);
    }

    private long SeatsOf(CommitteeView view, Step step, bool isHonest)
    {
        _byHonesty ??= Enumerable.Range(0, world.Nodes).Select(static number => new NodeId(number))
            .SelectMany(node => world.SignersAt(node).Select(signer => (IsHonest: world.IsHonest(node), signer)))
            .ToLookup(static one => one.IsHonest, static one => one.signer);
        return _byHonesty[isHonest].Sum(signer => signer.Lot(view, step)?.Seats ?? 0);
    }
}
