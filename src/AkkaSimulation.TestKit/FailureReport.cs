using System.Globalization;
using System.Text;
using Akka.Actor;
using AkkaSimulation.Dispatch;
using AkkaSimulation.Nodes;

namespace AkkaSimulation.TestKit;

/// <summary>What stands after the message of a failed verb.</summary>
internal static class FailureReport
{
    private const string Unsubscriber = "/system/EventStreamUnsubscriber";
    private const int TextLengthMax = 100;
    private const int MailboxesMax = 50;
    private const int MessagesMax = 5;

    public static string Of(SimulationDriver driver, TimeSpan driven)
    {
        var simulation = driver.Simulation;
        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture,
            $"Seed {driver.Seed}; {driver.Now} of virtual time since the start, of which the verb drove {driven}.");
        foreach (var failure in simulation.Failures)
            report.AppendLine(CultureInfo.InvariantCulture, $"Failure: {FirstLineOf(failure.Message)}");
        report.AppendLine(CultureInfo.InvariantCulture, $"The last {KitConfig.LogEntries} log entries:");
        foreach (var entry in simulation.Log.Entries(IsOfInterest).TakeLast(KitConfig.LogEntries))
            report.Append("  ").AppendLine(LineOf(entry));
        report.AppendLine("Still in mailboxes:");
        var mailboxes = simulation.Nodes.SelectMany(Mailboxes).ToArray();
        foreach (var mailbox in mailboxes.Take(MailboxesMax))
            report.Append("  ").AppendLine(mailbox);
        if (mailboxes.Length > MailboxesMax)
            report.AppendLine(CultureInfo.InvariantCulture, $"  and {mailboxes.Length - MailboxesMax} more");
        if (mailboxes.Length == 0)
            report.AppendLine("  nothing");
        report.Append(CultureInfo.InvariantCulture, $"Letters: {simulation.Letters}.");
        return report.ToString();
    }

    private static bool IsOfInterest(LogEntry entry) => !entry.To.Contains(Unsubscriber, StringComparison.Ordinal);

    private static string LineOf(LogEntry entry)
    {
        var from = entry.From.Length == 0 ? "nobody" : entry.From;
        return string.Create(CultureInfo.InvariantCulture,
            $"{entry.Time} node{entry.Node} {entry.Kind} {from} -> {entry.To}: {entry.Type} {Short(entry.Text)}");
    }

    private static IEnumerable<string> Mailboxes(SimulatedNode node)
    {
        if (node.CurrentLife is not { System: ExtendedActorSystem system })
            return [];
        return Actors(system.Provider.RootGuardian)
            .Select(static actor => (actor.Self.Path, Queue: actor.Mailbox?.MessageQueue as SimulationMailboxQueue))
            .Where(static actor => actor.Queue is { HasMessages: true })
            .Select(actor => (Path: node.Name + actor.Path.ToStringWithoutAddress(), Queue: actor.Queue!))
            .OrderBy(static actor => actor.Path, StringComparer.Ordinal)
            .Select(static actor => $"{actor.Path}: {actor.Queue.Count} waiting: {Messages(actor.Queue)}");
    }

    private static IEnumerable<ActorCell> Actors(IActorRef actor)
    {
        if (actor is not ActorRefWithCell { Underlying: ActorCell cell })
            return [];
        return cell.GetChildren().SelectMany(Actors).Prepend(cell);
    }

    private static string Messages(SimulationMailboxQueue queue)
    {
        var texts = queue.Waiting.Take(MessagesMax).Select(static m => $"{m.GetType().Name} {Short(m.ToString())}");
        return string.Join(", ", texts) + (queue.Count > MessagesMax ? ", …" : string.Empty);
    }

    private static string FirstLineOf(string text) => text.Split('\n', 2)[0].TrimEnd();

    private static string Short(string? text)
    {
        var line = FirstLineOf(text ?? string.Empty);
        return line.Length <= TextLengthMax ? line : line[..TextLengthMax] + "…";
    }
}
