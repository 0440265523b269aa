using System.Globalization;
using PoR.Campaigns;

// Long tests by their names: each goes on where it was stopped, and writes its report to docs/results/campaigns.
// Without a name all run; with a number after the name so many disturbances are made.
string[] names = args.Length > 0 ? [args[0]] : [.. Campaign.All.Keys];
if (Array.Find(names, name => !Campaign.All.ContainsKey(name)) is { } unknown)
{
    await Console.Error.WriteLineAsync(
        $"'{unknown}' is no campaign; known are {string.Join(", ", Campaign.All.Keys)}.");
    return 2;
}

var isSound = true;
foreach (var name in names)
{
    var (count, run) = Campaign.All[name];
    if (args.Length > 1)
        count = int.Parse(args[1], CultureInfo.InvariantCulture);
    isSound &= await run(new CampaignFolder(name), count);
}

return isSound ? 0 : 1;
