using System.Globalization;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Local;

/// <summary>What servers of files do, well and badly. Each is the script of one request.</summary>
internal static class FileScript
{
    /// <summary>As the standard has it: a range is answered with 206 if the entity tag still fits, else with all of the file.</summary>
    public static Func<ScriptedExchange, Task> Serves(HostedFile file) => exchange => SendAsync(exchange, file, file.Bytes.Length);

    /// <summary>Breaks the connection when this many bytes of the file, from its start, are out.</summary>
    public static Func<ScriptedExchange, Task> DropsAt(HostedFile file, int position) => async exchange =>
    {
        await SendAsync(exchange, file, position);
        exchange.Close();
    };

    /// <summary>Says nothing more when this many bytes are out, with the connection open.</summary>
    public static Func<ScriptedExchange, Task> StallsAt(HostedFile file, int position) => async exchange =>
    {
        await SendAsync(exchange, file, position);
        await exchange.HangAsync();
    };

    /// <summary>Sends all of the file, whatever was asked for.</summary>
    public static Func<ScriptedExchange, Task> IgnoresRange(HostedFile file) => async exchange =>
    {
        await exchange.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {file.Bytes.Length}\r\n{Tag(file)}{file.Headers}\r\n");
        await exchange.WriteAsync(file.Bytes);
    };

    /// <summary>Says that the file is so long, sends what there is, and closes.</summary>
    public static Func<ScriptedExchange, Task> Claims(HostedFile file, int length) => async exchange =>
    {
        await exchange.WriteAsync($"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n{Tag(file)}{file.Headers}\r\n");
        await exchange.WriteAsync(file.Bytes.AsMemory(0, Math.Min(length, file.Bytes.Length)));
        exchange.Close();
    };

    /// <summary>Sends the file in chunks, without a length.</summary>
    public static Func<ScriptedExchange, Task> Chunks(HostedFile file) => async exchange =>
    {
        await exchange.WriteHeadAsync(contentType: "application/octet-stream", headers: Tag(file) + file.Headers);
        await exchange.WriteChunkAsync(file.Bytes);
        await exchange.EndAsync();
    };

    public static Func<ScriptedExchange, Task> Answers(int status, string headers = "") => exchange => exchange.WriteAnswerAsync(status, "text/plain", "scripted", headers);

    public static Func<ScriptedExchange, Task> Redirects(string location, string headers = "") => Answers(302, $"Location: {location}\r\n{headers}");

    /// <summary>The first byte that was asked for.</summary>
    public static int RangeStart(ReceivedRequest request) =>
        request.Header("Range") is { } range ? int.Parse(range["bytes=".Length..^1], CultureInfo.InvariantCulture) : 0;

    private static async Task SendAsync(ScriptedExchange exchange, HostedFile file, int end)
    {
        var start = RangeStart(exchange.Request);
        if (exchange.Request.Header("If-Range") is { } tag && tag != file.Etag)
        {
            start = 0;
        }

        if (start > 0 && start >= file.Bytes.Length)
        {
            await exchange.WriteAnswerAsync(416, "text/plain", "beyond", $"Content-Range: bytes */{file.Bytes.Length}\r\n");
            return;
        }

        var status = start > 0 ? $"206 Partial Content\r\nContent-Range: bytes {start}-{file.Bytes.Length - 1}/{file.Bytes.Length}" : "200 OK";
        await exchange.WriteAsync($"HTTP/1.1 {status}\r\nContent-Length: {file.Bytes.Length - start}\r\n{Tag(file)}{file.Headers}\r\n");
        await exchange.WriteAsync(file.Bytes.AsMemory(start..Math.Max(start, end)));
    }

    private static string Tag(HostedFile file) => file.Etag is null ? string.Empty : $"ETag: {file.Etag}\r\n";
}
