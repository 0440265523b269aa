using PoR.Tool;

using var terminal = Terminal.OfProcess();
using var signals = new StopSignals();
return await CommandLine.RunAsync(args, terminal, signals.Stop);
