using AkkaSimulation;
using PoR.Chain;
using PoR.Core.Identities;
using PoR.Core.Transactions;
using PoR.Evaluation;
using PoR.Ledger.Blocks;
using PoR.Ledger.Stake;

namespace PoR.TestKit.Populations;

/// <summary>
/// A population on a real chain: each review, registration and right to sponsor is a transaction with its signatures
/// and proofs in a block that is built by a leader's code and re-run by a verifier's.
/// </summary>
internal sealed class PopulationChain : ITextScores
{
    private const long RoundMs = 20_000;

    private readonly PopulationPlan _plan;
    private readonly RandomStream _random;
    private readonly Cast _founders;
    private readonly Cast _newcomers;
    private readonly Dictionary<PublicKey, Person> _people = [];
    private readonly HashSet<PublicKey> _hostile = [];
    private readonly List<(Person Holder, Core.Agreement.CommitteeView View, long Seat)> _drawn = [];
    private int _joined;
    private int _hostileNewcomers;

    /// <param name="plan">Who does what.</param>
    /// <param name="newcomersMax">So many newcomers wait.</param>
    public PopulationChain(PopulationPlan plan, int newcomersMax)
    {
        _plan = plan;
        _random = RandomStream.Of(plan.Seed, "population");
        _founders = new Cast(
            [.. Enumerable.Repeat(plan.Reputation, plan.Accounts)], plan.Parameters, plan.Seed) { Scores = this };
        _newcomers = new Cast(_founders.Genesis, plan.Seed + 1_000, newcomersMax);
        Branch = _founders.Root;
        for (var who = 0; who < plan.Accounts; who++)
            Add(new Person(_founders, who, _people.Count, plan.IsHostile(who)));
    }

    public Branch Branch { get; private set; }

    /// <inheritdoc/>
    public TextScore Of(ReviewNote note) => new(80, true);

    /// <summary>One round after the other, without end.</summary>
    public IEnumerable<PopulationRound> Rounds()
    {
        while (true)
        {
            var view = Branch.View;
            var share = WeightShare.Of(view, _hostile);
            List<SignedTransaction> payset = [.. Reviews(), .. Registrations()];
            _drawn.AddRange(Draw(view));
            Append(payset);
            yield return new PopulationRound(
                view.Round.Number, (double)share.Weight / share.Total, view.EligibleCount, _joined - _hostileNewcomers,
                _hostileNewcomers);
        }
    }

    private void Add(Person person)
    {
        _people.Add(person.Key, person);
        if (person.IsHostile)
            _hostile.Add(person.Key);
    }

    private List<SignedTransaction> Reviews()
    {
        var (round, reviews) = (Branch.View.Round.Number, new List<SignedTransaction>());
        foreach (var person in _people.Values)
        {
            if ((round + person.Number) % (person.IsHostile ? _plan.HostileEvery : _plan.HonestEvery) != 0)
                continue;
            var isMisjudged = !person.IsHostile && _random.Next(100) < _plan.MistakesInHundred;
            reviews.Add(person.Of.Review(
                person.Who, ++person.Sequence, $"Thing {person.Number}, seen {person.Sequence} times.", round + 10,
                isMisjudged ? 1 : 5, $"thing {person.Number}", Branch.State.Time.Milliseconds + RoundMs));
        }

        return reviews;
    }

    /// <summary>All rights that the last round drew and whose holders use them: a newcomer always waits.</summary>
    private List<SignedTransaction> Registrations()
    {
        var registrations = new List<SignedTransaction>();
        foreach (var (holder, view, seat) in _drawn)
        {
            if (!holder.IsHostile && (_plan.HonestUseOneIn == 0 || _random.Next(_plan.HonestUseOneIn) > 0))
                continue;
            var newcomer = new Person(_newcomers, _joined++, _people.Count, holder.IsHostile);
            var sponsorship = holder.Of.Sponsor(holder.Who, view, _newcomers.NewcomerKeys(newcomer.Who), seat);
            registrations.Add(_newcomers.Registration(
                newcomer.Who, ++newcomer.Sequence, sponsorship, view.Round.Number + 10));
            _hostileNewcomers += holder.IsHostile ? 1 : 0;
            Add(newcomer);
        }

        _drawn.Clear();
        return registrations;
    }

    private IEnumerable<(Person Holder, Core.Agreement.CommitteeView View, long Seat)> Draw(
        Core.Agreement.CommitteeView view) =>
        from member in view.Members
        let holder = _people[member.Key]
        from seat in Enumerable.Range(0, (int)holder.Of.RightsOf(holder.Who, view))
        select (holder, view, (long)seat);

    private void Append(List<SignedTransaction> payset)
    {
        var leader = _founders.NumberOf(Branch.View.Members.First(m => _founders.Has(m.Key)).Key);
        var built = _founders.Build(leader, Branch, payset, afterMs: RoundMs);
        if (built.Block.Payset.Length != payset.Count)
            throw new InvalidOperationException($"Round {built.Block.Header.Round}: not all stand in the block.");
        Branch = _founders.Extend(Branch, built.Block);
    }

    /// <summary>Somebody who writes.</summary>
    /// <param name="of">Has the keys.</param>
    /// <param name="who">Its number there.</param>
    /// <param name="number">Among all.</param>
    /// <param name="isHostile">Whether it is.</param>
    private sealed class Person(Cast of, int who, int number, bool isHostile)
    {
        public Cast Of => of;

        public int Who => who;

        public int Number => number;

        public bool IsHostile => isHostile;

        public PublicKey Key => of[who];

        public ulong Sequence { get; set; }
    }
}
