using Microsoft.Extensions.Logging;
using PoR.Actors.Links;
using PoR.Core.Identities;

namespace PoR.Node.Links;

/// <summary>Lines of the log about links. They name peers, and hold nothing that a stranger has sent.</summary>
internal static partial class LinkTold
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{Peer}: the link to peer{Other}: {State}")]
    public static partial void Changed(ILogger log, string peer, int other, string state);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Peer}: peer {Other} is at fault ({Kind}): {Sentence}")]
    public static partial void Fault(ILogger log, string peer, PublicKey other, PeerFault kind, string sentence);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Peer}: peer {Other} is banned until {Until:u}: {Reason}")]
    public static partial void Banned(
        ILogger log, string peer, PublicKey other, DateTimeOffset until, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Peer}: there is no link to peer {Other}: {Reason}")]
    public static partial void Refused(ILogger log, string peer, PublicKey other, ByeReason reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Peer}: bans of peers cannot be stored or read: {Reason}")]
    public static partial void BansNotStored(ILogger log, string peer, string reason);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "{Peer}: the clock of peer {Other} is {Offset:+0.0;-0.0} s from this one; above {Window} s neither "
            + "votes for a block of the other, so set both by NTP")]
    public static partial void Clock(ILogger log, string peer, PublicKey other, double offset, double window);

    [LoggerMessage(
        Level = LogLevel.Error, Message = "{Peer} says nothing that its links.record-file does not take: {State}")]
    public static partial void Recorder(ILogger log, string peer, string state);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Peer}: a link has failed, which is a mistake in por")]
    public static partial void Failed(ILogger log, string peer, Exception fault);
}
