using System.CommandLine;
using System.Net;
using PoR.Configuration.Files;
using PoR.Configuration.Hocon;
using PoR.Configuration.Profiles;
using PoR.Core.Bytes;
using PoR.Node.Folders;
using PoR.Node.Http;

namespace PoR.Tool.Running;

/// <summary><c>por sponsor</c>: has the node of this machine use a right to sponsor.</summary>
internal static class SponsorCommand
{
    /// <summary>For the help.</summary>
    public const string Examples =
        """
        Examples:
          por sponsor 3fa4…9c --config member1.conf

        Where newcomers need a sponsor, sortition gives the right to be one: it lasts for
        protocol.sponsor-right-term rounds and admits one account. This uses one that a participant of
        the running node holds, for an account that is looking for a sponsor. Who does, and which
        rights the node holds, says /api/v1/status. A sponsor answers for whom it admits: evidence
        against the account within protocol.sponsor-liability rounds halves the sponsor's reputation.
        The node must have an admin endpoint (http.admin-token-file).

        Exit codes: 0 the right is used; 1 the node holds none, nobody of this key is looking for a
        sponsor, or no answer within 10 s; 2 wrong use; 70 a mistake in por itself, or a broken
        installation; 130 stopped by Ctrl-C.
        """;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(10);

    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal)
    {
        var key = new Argument<string>("KEY") { Description = "The newcomer's public key: 64 hexadecimal digits." };
        var config = new Option<string>("--config")
        {
            Description = "The node's configuration; without it, the environment alone.", HelpName = "FILE",
            DefaultValueFactory = _ => "safety",
        };
        var command = new Command("sponsor", "Uses a right to sponsor that a participant of this node holds.")
        {
            key, config,
        };
        command.SetAction((parsed, stop) =>
            RunAsync(parsed.GetValue(key)!, parsed.GetValue(config)!, terminal, stop));
        return command;
    }

    private static async Task<int> RunAsync(string key, string config, Terminal terminal, CancellationToken stop)
    {
        if (Bytes32.TryParse(key) is null)
            return terminal.Refuse($"KEY: '{key}' is no public key; 64 hexadecimal digits are right.");
        var files = new InputFiles(stop, terminal.SayWaiting);
        var loaded = ProfileLoader.Load(
            config, new FileHoconSource(new BuiltInHoconSource(), files), Environment.GetEnvironmentVariable, []);
        if (!loaded.IsValid)
            return terminal.Refuse(ProfileFaults.SentenceOf(loaded.Faults));
        var node = loaded.Settings.Node;
        if (node.AdminTokenFile is not { } file)
            return terminal.Refuse("http.admin-token-file: it is none, so the node takes no orders.");
        if (node.HttpListen.Port == 0)
            return terminal.Refuse("http.listen: port 0 is any that is free, so that nobody knows where to ask.");
        if (SecretFile.ReadToken(file, files, out var unread) is not { } token)
            return terminal.Refuse(unread!.Sentence);
        var page = new Uri($"http://{node.HttpListen}{AdminPaths.Sponsor}");
        var (isDone, sentence) = await AskAsync(page, token, key, stop);
        if (isDone)
            terminal.Output.WriteLine(sentence);
        else
            terminal.Say(sentence);
        return isDone ? ExitCode.Success : ExitCode.Violated;
    }

    private static async Task<(bool IsDone, string Sentence)> AskAsync(
        Uri page, string token, string key, CancellationToken stop)
    {
        // The node is on this machine, where a proxy of the environment has no business.
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { Timeout = s_limit, MaxResponseContentBufferSize = 1 << 12 };
        using var request = new HttpRequestMessage(HttpMethod.Post, page) { Content = new StringContent(key) };
        request.Headers.Authorization = new("Bearer", token);
        try
        {
            using var response = await client.SendAsync(request, stop);
            var text = await response.Content.ReadAsStringAsync(stop);
            return response.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict
                ? (response.StatusCode == HttpStatusCode.OK, text)
                : (false, $"{page} answers with status {(int)response.StatusCode}.");
        }
        catch (Exception fault) when (fault is HttpRequestException
            || (fault is OperationCanceledException && !stop.IsCancellationRequested))
        {
            return (false, $"{page} does not answer: {fault.Message}");
        }
    }
}
