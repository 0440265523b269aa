using System.Globalization;
using PoR.Campaigns;
using PoR.Campaigns.Fuzzing;

// Long tests by their names: each goes on where it was stopped, and writes its report to docs/results/campaigns.
// Without a name all run; with a number after the name so many disturbances are made.
if (args is [GuidedFuzz.Target, var target])
{
    GuidedFuzz.RunTarget(target);
    return 0;
}

string[] names = args.Length > 0 ? [args[0]] : [.. Campaign.All.Keys];
if (Array.Find(names, name => !Campaign.All.ContainsKey(name)) is { } unknown)
{
    await Console.Error.WriteLineAsync(
        $"'{unknown}' is no campaign; known are {string.Join(", ", Campaign.All.Keys)}.");
    return 2;
}

var asked = 0;
if (args.Length > 1
    && (!int.TryParse(args[1], NumberStyles.None, CultureInfo.InvariantCulture, out asked) || asked == 0))
{
    await Console.Error.WriteLineAsync($"'{args[1]}' is no number of disturbances or cases; 1 or more is right.");
    return 2;
}

if (args.Length > 2)
{
    if (args.Length > 3 || !Campaign.OfOneDecoder.TryGetValue(args[0], out var run)
        || Decoders.All.All(decoder => decoder.Name != args[2]))
    {
        await Console.Error.WriteLineAsync(
            $"'{args[2]}' is no decoder, or too much: {string.Join(" and ", Campaign.OfOneDecoder.Keys)} alone take "
            + $"one, last; known are {string.Join(", ", Decoders.All.Select(static one => $"'{one.Name}'"))}.");
        return 2;
    }

    return await run(new CampaignFolder($"{args[0]}-{args[2].Replace(' ', '-')}"), asked, args[2]) ? 0 : 1;
}

var isSound = true;
foreach (var name in names)
{
    var (count, run) = Campaign.All[name];
    isSound &= await run(new CampaignFolder(name), asked > 0 ? asked : count);
}

return isSound ? 0 : 1;
