using PoR.Tool;

using var signals = new StopSignals();
using var terminal = Terminal.OfProcess(signals.Stop);
signals.SayLate(terminal.Say);
return await CommandLine.RunAsync(args, terminal, signals.Stop);
