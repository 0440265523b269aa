using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using PoR.Actors.Links;
using PoR.Actors.Sponsors;
using PoR.Configuration.Schema;
using PoR.Core.Bytes;
using PoR.Core.Faults;
using PoR.Core.Identities;

namespace PoR.Node.Http;

/// <summary>Who may change a running node, and what.</summary>
/// <param name="Token">What a request must bring: <c>Authorization: Bearer TOKEN</c>.</param>
/// <param name="Filter">Makes the faults of links.</param>
/// <param name="Peers">How many peers the network has.</param>
/// <param name="Sponsor">Has a right to sponsor used for an account.</param>
public sealed record Admin(
    string Token, LinkFilter Filter, int Peers, Func<PublicKey, CancellationToken, Task<SponsorAnswer>> Sponsor);

/// <summary>Where a node takes orders.</summary>
public static class AdminPaths
{
    /// <summary>Cuts and other faults of links.</summary>
    public const string Cuts = "/admin/cuts";

    /// <summary>Rights to sponsor.</summary>
    public const string Sponsor = "/admin/sponsor";
}

/// <summary>
/// <c>/admin/cuts</c>: POST makes a fault of the protocol's links, for experiments, as <c>--cut</c> or <c>--fault</c>
/// takes it, with times from now on, instead of the one before; DELETE ends it. <c>/admin/sponsor</c>: POST of an
/// account's public key has a right to sponsor used for it; 409 says why it cannot.
/// </summary>
internal static class AdminEndpoint
{
    private const int CutBytesMax = 4_096;

    public static void Map(WebApplication app, Admin admin)
    {
        app.MapPost(AdminPaths.Cuts, async (HttpContext context) => IsAllowed(context, admin)
            ? Cut(await TextOf(context), admin)
            : Results.Unauthorized());
        app.MapDelete(AdminPaths.Cuts, (HttpContext context) =>
        {
            if (!IsAllowed(context, admin))
                return Results.Unauthorized();
            admin.Filter.Set([], DateTimeOffset.UtcNow);
            return Results.NoContent();
        });
        app.MapPost(AdminPaths.Sponsor, async (HttpContext context) => IsAllowed(context, admin)
            ? await SponsorAsync(await TextOf(context), admin, context.RequestAborted)
            : Results.Unauthorized());
    }

    private static async Task<IResult> SponsorAsync(string? text, Admin admin, CancellationToken stop)
    {
        if (text is null || Bytes32.TryParse(text.Trim()) is not { } key)
            return Results.Text(
                "An account's public key has 64 hexadecimal digits.", statusCode: StatusCodes.Status400BadRequest);
        var answer = await admin.Sponsor(new PublicKey(key), stop);
        return Results.Text(
            answer.Sentence,
            statusCode: answer.Right is null ? StatusCodes.Status409Conflict : StatusCodes.Status200OK);
    }

    private static IResult Cut(string? text, Admin admin)
    {
        if (text is null)
            return Results.Text(
                $"A fault has at most {CutBytesMax} bytes.", statusCode: StatusCodes.Status400BadRequest);
        var (fault, error) = FaultGrammar.Parse(text);
        error ??= fault!.FaultIn(admin.Peers);
        if (error is null && fault is not LinkFault)
            error = $"the fault '{fault!.Text}' cannot be made here: only a simulation has faults of machines";
        if (error is null && fault!.IsOpen)
            error = $"the fault '{fault.Text}' cannot be made here: only a simulation can rehearse what is aimed";
        if (error is not null)
            return Results.Text(error, statusCode: StatusCodes.Status400BadRequest);
        admin.Filter.Set([(LinkFault)fault!], DateTimeOffset.UtcNow);
        return Results.NoContent();
    }

    private static bool IsAllowed(HttpContext context, Admin admin) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()),
        Encoding.UTF8.GetBytes($"Bearer {admin.Token}"));

    private static async Task<string?> TextOf(HttpContext context)
    {
        var bytes = new byte[CutBytesMax + 1];
        var count = await context.Request.Body.ReadAtLeastAsync(
            bytes, bytes.Length, throwOnEndOfStream: false, context.RequestAborted);
        return count > CutBytesMax ? null : Encoding.UTF8.GetString(bytes, 0, count);
    }
}
