namespace PoR.Exploration.Bba;

/// <summary>What the adversary decides beside the messages.</summary>
[Flags]
public enum Scope
{
    /// <summary>Nothing: each node has the block for which step 2 has a quorum, and finds it good.</summary>
    Votes = 0,

    /// <summary>Whether a block comes in time, and what each node finds in step 3: good, bad, wrong time.</summary>
    Verdicts = 1,

    /// <summary>Nodes crash once they have stored what they say, and start again with their journal.</summary>
    Crashes = 2,
}
