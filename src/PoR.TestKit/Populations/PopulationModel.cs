using AkkaSimulation;
using PoR.Core.Parameters;

namespace PoR.TestKit.Populations;

/// <summary>
/// A population without blocks, keys or lots: reputations as numbers and chances as chances. The rules of weight,
/// admission and ageing (D1, D41) stand here a second time, so that real chains can be compared with it.
/// </summary>
internal sealed class PopulationModel
{
    private readonly PopulationPlan _plan;
    private readonly RandomStream _random;
    private readonly List<Person> _people = [];
    private readonly List<(Person[] People, long Cap)> _states = [];
    private int _waitingHonest;
    private int _waitingHostile;
    private int _honestNewcomers;
    private int _hostileNewcomers;

    public PopulationModel(PopulationPlan plan)
    {
        _plan = plan;
        _random = RandomStream.Of(plan.Seed, "model");
        for (var who = 0; who < plan.Accounts; who++)
            _people.Add(new Person(plan.IsHostile(who), plan.Reputation, null, true));
        _states.Add(([.. _people], CapAfter(null, 0)));
    }

    private AdmissionParameters Admission => _plan.Parameters.Admission!;

    /// <summary>One round after the other, without end.</summary>
    public IEnumerable<PopulationRound> Rounds()
    {
        for (var round = 1; ; round++)
        {
            var (people, cap) = _states[Math.Max(0, round - _plan.Parameters.StakeLookBackRounds)];
            var weights = Weights(people, cap, round);
            double total = weights.Sum(), hostile = 0;
            for (var who = 0; who < weights.Length; who++)
                hostile += people[who].IsHostile ? weights[who] : 0;
            var eligible = weights.Count(weight => weight > 0);
            Admit(round);
            Write(round);
            Draw(people, weights, (double)Admission.Rate.Numerator / Admission.Rate.Denominator * eligible / total);
            _states.Add(([.. _people], CapAfter(_states[^1].Cap, round)));
            yield return new PopulationRound(round, hostile / total, eligible, _honestNewcomers, _hostileNewcomers);
        }
    }

    private void Draw(Person[] people, long[] weights, double chance)
    {
        for (var who = 0; who < weights.Length; who++)
        {
            for (var seat = 0; seat < weights[who]; seat++)
            {
                if (_random.Next(1_000_000_000) >= chance * 1e9)
                    continue;
                if (people[who].IsHostile)
                    _waitingHostile++;
                else if (_plan.HonestUseOneIn > 0 && _random.Next(_plan.HonestUseOneIn) == 0)
                    _waitingHonest++;
            }
        }
    }

    private void Admit(int round)
    {
        for (; _waitingHostile > 0; _waitingHostile--, _hostileNewcomers++)
            _people.Add(new Person(true, 1, round, false));
        for (; _waitingHonest > 0; _waitingHonest--, _honestNewcomers++)
            _people.Add(new Person(false, 1, round, false));
    }

    private void Write(int round)
    {
        for (var who = 0; who < _people.Count; who++)
        {
            var person = _people[who];
            if ((round + who) % (person.IsHostile ? _plan.HostileEvery : _plan.HonestEvery) != 0
                || person.Entry == round)
                continue;
            _people[who] = !person.IsHostile && _random.Next(100) < _plan.MistakesInHundred
                ? person with { Reputation = person.Reputation / 2 }
                : person with { Reputation = person.Reputation + 2, HasWritten = true };
        }
    }

    private long[] Weights(Person[] people, long cap, int round)
    {
        var weights = Array.ConvertAll(people, person => WeightOf(person, cap, round));
        long[] stakes = [.. people.Where((_, who) => weights[who] > 0).Select(person => person.Reputation).Order()];
        var quantile = (double)_plan.Parameters.MinimumStakeQuantile.Numerator
            / _plan.Parameters.MinimumStakeQuantile.Denominator;
        var place = Math.Clamp(quantile * (stakes.Length + 1), 1, stakes.Length) - 1;
        var low = stakes[(int)place];
        var minimum = low + ((place - (int)place) * (stakes[Math.Min((int)place + 1, stakes.Length - 1)] - low));
        for (var who = 0; who < weights.Length; who++)
            weights[who] = people[who].Reputation >= minimum ? weights[who] : 0;
        return weights;
    }

    private long WeightOf(Person person, long cap, int round)
    {
        if (person.Entry is not { } entry)
            return Math.Min(person.Reputation, cap);
        if (!person.HasWritten || round - entry < _plan.Parameters.LookBackRounds)
            return 0;
        return Math.Min(person.Reputation, Math.Min(cap, cap * (round - entry) / Admission.AgeingRounds));
    }

    /// <summary>Half of the reputation at which half of the weight is reached.</summary>
    private long CapAfter(long? cap, int round)
    {
        var counted = _people
            .Select(person => (person.Reputation, Weight: WeightOf(person, cap ?? person.Reputation, round + 1)))
            .Where(person => person.Weight > 0).OrderBy(person => person.Reputation).ToArray();
        var half = counted.Sum(person => person.Weight) / 2.0;
        var share = _plan.Parameters.WeightCapInMedians!.Value;
        foreach (var (reputation, weight) in counted)
        {
            half -= weight;
            if (half <= 0)
                return Math.Max(1, reputation * share.Numerator / share.Denominator);
        }

        throw new InvalidOperationException("Nobody weighs anything.");
    }

    /// <summary>An account as the model sees it.</summary>
    /// <param name="IsHostile">Never misjudged.</param>
    /// <param name="Reputation">R.</param>
    /// <param name="Entry">The round of its registration; null for genesis.</param>
    /// <param name="HasWritten">Whether it has a congruent review.</param>
    private readonly record struct Person(bool IsHostile, long Reputation, int? Entry, bool HasWritten);
}
