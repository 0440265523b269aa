using PoR.Consensus.Votes;
using PoR.Core.Agreement;
using PoR.Core.Identities;
using PoR.Core.Rounds;

namespace PoR.Exploration.Bba;

/// <summary>Every vote that can be heard, made once: a vote's digest costs more than a rule's whole answer.</summary>
internal sealed class VoteBook(CommitteeView view)
{
    private const int StepMax = 7;
    private const int Lots = 2;

    private readonly Vote?[] _votes =
        new Vote?[(StepMax + 1) * view.Members.Length * BbaSetting.SeatsMax * Words.Count * Lots];

    /// <summary>A member's vote.</summary>
    /// <param name="step">2 to 7.</param>
    /// <param name="member">Its place in the view.</param>
    /// <param name="seats">1 to 3.</param>
    /// <param name="word">What it says.</param>
    /// <param name="coin">The last bit of its rank.</param>
    public Vote Of(Step step, int member, int seats, int word, int coin)
    {
        var place = (((((((step.Number * view.Members.Length) + member) * BbaSetting.SeatsMax) + seats - 1)
            * Words.Count) + word) * Lots) + coin;
        return _votes[place] ??= Make(step, member, seats, word, coin);
    }

    private Vote Make(Step step, int member, int seats, int word, int coin)
    {
        var position = Words.PositionOf(step, word);
        var ballot = new Ballot(
            view.Network, view.Round, step, view.Parent, view.Members[member].Key, position.Value, position.Bit,
            position.NoConfidence, default);
        Span<byte> rank = stackalloc byte[32];
        rank[^1] = (byte)((member << 1) | coin);
        return new Vote(
            new UnverifiedVote(ballot, new OneTimeSignature(default, [])), member, seats,
            new CredentialRank(new(rank)));
    }
}
