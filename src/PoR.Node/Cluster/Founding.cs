using Akka.Actor;

namespace PoR.Node.Cluster;

/// <summary>What a member answers to one that is in no cluster.</summary>
internal enum FoundingAnswer
{
    /// <summary>It is in one, which is to be joined.</summary>
    IsMember,

    /// <summary>It is in none, and consents that the other founds one.</summary>
    Consents,

    /// <summary>It is in none, and founds one itself or has consented to another member.</summary>
    Refuses,
}

/// <summary>
/// A member's part in founding its operator's one cluster. Whoever knows a cluster is joined. A new one is founded only
/// by consent of a majority of the planned members, none of which is in a cluster, so that members that were split from
/// the others wait for them, and do not found a second one.
/// </summary>
/// <remarks>
/// Akka lets its first seed found a cluster whenever it reaches no other, and two clusters never become one again. A
/// member consents to one founder at a time, to itself or to one whose address is lower, so two founders cannot both
/// have a majority. Whoever has consented to another asks for no consent itself, so that consents to it expire, and the
/// lowest member that reaches a majority has them all.
/// </remarks>
/// <param name="self">The own address.</param>
/// <param name="planned">How many members the operator plans.</param>
internal sealed class Founding(Address self, int planned)
{
    /// <summary>How long a consent holds.</summary>
    public static readonly TimeSpan ConsentTime = TimeSpan.FromSeconds(10);

    private readonly HashSet<Address> _consenting = [];
    private Address? _member;
    private (Address Founder, TimeSpan Until)? _consent;

    /// <summary>Whether it may ask for consent: it has consented to nobody else.</summary>
    public bool MayFound(TimeSpan now) => !IsBoundBy(self, now);

    /// <summary>Whom to join now: a member of a cluster, or itself, which founds one.</summary>
    /// <returns>Null: it must wait. What was heard before is forgotten.</returns>
    public Address? Decide(TimeSpan now)
    {
        var isMajority = _consenting.Count + 1 > planned / 2;
        var joined = _member ?? (isMajority && Consents(self, now) ? self : null);
        _member = null;
        _consenting.Clear();
        return joined;
    }

    /// <summary>What to answer to a member that is in no cluster.</summary>
    /// <param name="asker">Its address.</param>
    /// <param name="mayFound">Whether it asks for consent.</param>
    /// <param name="isIn">Whether this member is in a cluster.</param>
    /// <param name="now">By a clock that only goes forward.</param>
    public FoundingAnswer AnswerTo(Address asker, bool mayFound, bool isIn, TimeSpan now) =>
        isIn ? FoundingAnswer.IsMember
        : mayFound && Address.Comparer.Compare(asker, self) < 0 && Consents(asker, now) ? FoundingAnswer.Consents
        : FoundingAnswer.Refuses;

    /// <summary>Takes a member's answer.</summary>
    public void Hear(Address member, FoundingAnswer answer)
    {
        if (answer == FoundingAnswer.IsMember)
            _member = member;
        else if (answer == FoundingAnswer.Consents)
            _consenting.Add(member);
    }

    private bool IsBoundBy(Address founder, TimeSpan now) =>
        _consent is { } given && given.Founder != founder && now < given.Until;

    private bool Consents(Address founder, TimeSpan now)
    {
        if (IsBoundBy(founder, now))
            return false;
        _consent = (founder, now + ConsentTime);
        return true;
    }
}
