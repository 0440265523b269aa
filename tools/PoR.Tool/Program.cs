using PoR.Tool;

using var signals = new StopSignals();
using var terminal = Terminal.OfProcess(signals.Stop);
signals.SayLate(terminal.SayOfStopping);
return await CommandLine.RunAsync(args, terminal, signals.Stop);
