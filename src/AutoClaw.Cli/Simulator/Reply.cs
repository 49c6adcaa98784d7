using System.Buffers;
using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Cli.Simulator;

/// <summary>How answers go out: the label on each, and short ones in one write.</summary>
internal static class Reply
{
    public const string Label = "x-simulated";

    public const string Json = "application/json";

    /// <summary>Status and headers; the bytes follow.</summary>
    public static void Begin(HttpContext http, int status, string contentType)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = contentType;
        http.Response.Headers[Label] = "true";
    }

    /// <summary>A complete answer of known length.</summary>
    public static Task WholeAsync(HttpContext http, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        Begin(http, status, contentType);
        http.Response.ContentLength = body.Length;
        return EndAsync(http, body);
    }

    /// <summary>The last bytes, in one system call with whatever else ends the answer.</summary>
    public static async Task EndAsync(HttpContext http, ReadOnlyMemory<byte> body)
    {
        // Without it Kestrel lends no memory to write to; it sends nothing yet.
        await http.Response.StartAsync();
        http.Response.BodyWriter.Write(body.Span);
        if (http.Response.ContentLength is not null)
        {
            await http.Response.BodyWriter.FlushAsync();
        }

        // Else the last chunk's frame follows and takes these bytes along: a flush here would be a second system call.
    }

    public static async Task ErrorAsync(HttpContext http, SimulatorError error)
    {
        if (error.RetryAfter is { } seconds)
        {
            http.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        using var body = new PooledBytes(512);
        error.WriteTo(body, http.Request);
        await WholeAsync(http, error.Status, Json, body.WrittenMemory);
    }
}
