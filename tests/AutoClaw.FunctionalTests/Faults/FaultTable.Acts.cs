using System.IO.Compression;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Faults;

/// <content>What engines do that takes more than a line to tell.</content>
internal static partial class FaultTable
{
    private const int Megabyte = 1024 * 1024;

    private static readonly Lazy<byte[]> Bomb = new(MakeBomb);

    // Made once: a key for each connection takes seconds of both cores.
    private static readonly Lazy<X509Certificate2> Nobody = new(MakeCertificate);

    private static async Task UntrustedAsync(Socket socket, CancellationToken stop)
    {
        using var stream = new SslStream(new NetworkStream(socket));
        try
        {
            await stream.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Nobody.Value }, stop);

            // Until the client has made up its mind.
            await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stop);
        }
        catch (System.Security.Authentication.AuthenticationException)
        {
            // The client wants nothing to do with it.
        }
    }

    private static async Task PlainAsync(Socket socket, CancellationToken stop)
    {
        await socket.ReceiveAsync(new byte[4096], stop);
        await socket.SendAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), stop);
        socket.Shutdown(SocketShutdown.Both);
    }

    private static async Task SilentAsync(Socket socket, CancellationToken stop)
    {
        while (await socket.ReceiveAsync(new byte[4096], stop) > 0)
        {
            // Takes the greeting, and does not greet.
        }
    }

    private static async Task EndlessHeadAsync(ScriptedExchange exchange, WireAnswer answer)
    {
        await exchange.WriteAsync("HTTP/1.1 200 OK\r\n");
        var line = $"X-Filler: {new string('x', 4000)}\r\n";
        for (var i = 0; i < 50 && !exchange.Request.PeerLeft.IsCompleted; i++)
        {
            await exchange.WriteAsync(line);
        }

        await exchange.HangAsync();
    }

    private static Task GzipBombAsync(ScriptedExchange exchange, WireAnswer answer) =>
        ZippedAsync(exchange, 200, "text/event-stream");

    private static Task GzipErrorAsync(ScriptedExchange exchange, WireAnswer answer) =>
        ZippedAsync(exchange, 500, "application/json");

    private static async Task ZippedAsync(ScriptedExchange exchange, int status, string type)
    {
        await exchange.WriteAsync($"HTTP/1.1 {status} Scripted\r\nContent-Type: {type}\r\nContent-Encoding: gzip\r\nContent-Length: {Bomb.Value.Length}\r\n\r\n");
        await exchange.WriteAsync(Bomb.Value);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    // 64 MB in 64 KB.
    private static byte[] MakeBomb()
    {
        var zipped = new MemoryStream();
        using (var zip = new GZipStream(zipped, CompressionLevel.Optimal))
        {
            zip.Write("data: "u8);
            var zeros = new byte[Megabyte];
            for (var i = 0; i < 64; i++)
            {
                zip.Write(zeros);
            }
        }

        return zipped.ToArray();
    }

    private static async Task CommentsUntilGoneAsync(ScriptedExchange exchange, WireAnswer answer)
    {
        await exchange.WriteHeadAsync();
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!exchange.Request.PeerLeft.IsCompleted && await tick.WaitForNextTickAsync())
        {
            await exchange.WriteChunkAsync(": still here\n\n");
        }
    }

    private static async Task FloodOfCommentsAsync(ScriptedExchange exchange, WireAnswer answer)
    {
        await exchange.WriteHeadAsync();
        var comments = string.Concat(Enumerable.Repeat($": {new string('x', 1000)}\n\n", 60));
        while (!exchange.Request.PeerLeft.IsCompleted)
        {
            await exchange.WriteChunkAsync(comments);
        }
    }

    private static async Task HugeLineAsync(ScriptedExchange exchange, WireAnswer answer)
    {
        await exchange.WriteHeadAsync();
        await EndlessLineAsync(exchange);
    }

    private static async Task EndlessLineAsync(ScriptedExchange exchange)
    {
        await exchange.WriteChunkAsync("data: ");
        var part = new string('x', Megabyte);
        while (!exchange.Request.PeerLeft.IsCompleted)
        {
            await exchange.WriteChunkAsync(part);
        }
    }

    private static async Task BrokenUtf8Async(ScriptedExchange exchange, WireAnswer answer)
    {
        var broken = Encoding.UTF8.GetBytes(answer.Content(" größer"));

        // The second byte of the ö is none.
        broken[broken.AsSpan().IndexOf("ö"u8) + 1] = (byte)'(';
        await exchange.WriteHeadAsync();
        await exchange.WriteChunkAsync(answer.Opening + answer.Content("one"));
        await exchange.WriteChunkAsync(broken);
        await exchange.WriteChunkAsync(answer.Content(" two") + answer.Finish + answer.Terminator);
        await exchange.EndAsync();
    }

    private static async Task TruncatedLengthAsync(ScriptedExchange exchange, WireAnswer answer)
    {
        await exchange.WriteAsync("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 50000\r\n\r\n");
        await exchange.WriteAsync(answer.Opening + answer.Content("one"));
        exchange.Close();
    }

    private static async Task BrokenChunkAsync(ScriptedExchange exchange, WireAnswer answer)
    {
        await exchange.WriteHeadAsync();
        await exchange.WriteChunkAsync(answer.Opening + answer.Content("one"));
        await exchange.WriteAsync("none of your business\r\n");
        await exchange.HangAsync();
    }

    private static async Task SplitUtf8Async(ScriptedExchange exchange, WireAnswer answer)
    {
        var all = Encoding.UTF8.GetBytes(string.Concat(answer.Whole));
        var cut = all.AsSpan().IndexOf("ö"u8) + 1;
        await exchange.WriteHeadAsync();
        await exchange.WriteChunkAsync(all.AsMemory(0, cut));
        await exchange.WriteChunkAsync(all.AsMemory(cut));
        await exchange.EndAsync();
    }

    private static async Task SlowDripAsync(ScriptedExchange exchange, WireAnswer answer)
    {
        byte[] all = [.. ScriptedExchange.Chunked(answer.Whole.Where(part => part.Length > 0)), .. "0\r\n\r\n"u8];
        for (var i = 0; i < all.Length; i++)
        {
            await exchange.WriteAsync(all.AsMemory(i, 1));
        }
    }
}
