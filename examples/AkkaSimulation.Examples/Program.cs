using AkkaSimulation;
using AkkaSimulation.Examples;
using static AkkaSimulation.Examples.LeaderElection;

// Runs the examples: dotnet run --project examples/AkkaSimulation.Examples
const int Seeds = 200;

var prices = RequestReply.Run(seed: 1);
var known = prices.Outcomes.Count(static o => o.Cents is not null);
Console.WriteLine($"prices:   {known} known, {prices.Outcomes.Count - known} unknown; {prices.Letters}");
Console.WriteLine($"          {prices.TraceHash}");

var bank = Bank.Run(seed: 1);
Console.WriteLine(
    $"bank:     {bank.Cents} cents after {bank.Faults} failed writes and a crash; {bank.OnDisk.Count} events");
Console.WriteLine($"          {bank.TraceHash}");

var usual = Explore(Schedule.Fifo, VotingStyle.CheckThenAct, Seeds);
var seeds = usual is null ? $"{Seeds} seeds are fine" : $"seed {usual.Seed} fails";
Console.WriteLine($"election: in the usual order {seeds}");
if (Explore(Schedule.Random, VotingStyle.CheckThenAct, Seeds) is { } rivals)
{
    Console.WriteLine($"election: at random seed {rivals.Seed} elects {string.Join(" and ", rivals.Leaders)}");
    Console.WriteLine(Explain(rivals, VotingStyle.CheckThenAct));
}
