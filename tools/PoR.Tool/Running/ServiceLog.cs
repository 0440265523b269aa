using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace PoR.Tool.Running;

/// <summary>The log of peers that run in real time.</summary>
internal static class ServiceLog
{
    /// <summary>Warnings go to standard error, with peer and reason as properties.</summary>
    public static ILoggerFactory To(string form)
    {
        // What keeps a host from starting is told by this command, in one sentence.
        var logger = new LoggerConfiguration().MinimumLevel.Warning()
            .MinimumLevel.Override("Microsoft.Extensions.Hosting", LogEventLevel.Fatal)

            // Whoever asks is answered; a probe that asks each second would fill the log.
            .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal);
        logger = form == "json"
            ? logger.WriteTo.Console(new CompactJsonFormatter(), standardErrorFromLevel: LogEventLevel.Verbose)
            : logger.WriteTo.Console(
                outputTemplate: "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}",
                formatProvider: CultureInfo.InvariantCulture,
                standardErrorFromLevel: LogEventLevel.Verbose);
        return LoggerFactory.Create(logging => logging.AddSerilog(logger.CreateLogger(), dispose: true));
    }
}
