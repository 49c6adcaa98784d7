using System.Net;
using System.Net.Sockets;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Ledger;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Cli.Doctor;

/// <summary>What the gateway needs of the machine: its port and its ledger.</summary>
internal static class GatewayChecks
{
    private const string Group = "gateway";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public static async Task<IReadOnlyList<HealthFinding>> LookAsync(GatewayOptions options, CancellationToken cancelled)
    {
        var running = await IsGatewayAsync(options.Listen, cancelled);
        return [Port(options.Listen, running), Ledger(options.Ledger.Path ?? AutoClawHome.LedgerPath)];
    }

    private static HealthFinding Port(Uri listen, bool running)
    {
        var name = $"listen {listen.GetLeftPart(UriPartial.Authority)}";
        if (running)
        {
            return HealthFinding.Ok(Group, name, "a gateway answers there");
        }

        var address = IPAddress.TryParse(listen.Host.Trim('[', ']'), out var parsed) ? parsed : listen.Host is "*" or "+" ? IPAddress.Any : IPAddress.Loopback;
        using var listener = new TcpListener(address, listen.Port);
        try
        {
            listener.Start();
            return HealthFinding.Ok(Group, name, "free");
        }
        catch (SocketException error)
        {
            return HealthFinding.Problem(
                Group, name, error.SocketErrorCode == SocketError.AddressAlreadyInUse ? "something else listens there" : $"can't be listened on: {error.Message}", "Stop it ('ss -ltnp' names it), or choose another port with 'listen' or --port.");
        }
    }

    // 'ok' at /healthz is what a gateway says; its own ledger and port are in use then, and that is as it should be.
    private static async Task<bool> IsGatewayAsync(Uri listen, CancellationToken cancelled)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false }) { Timeout = Patience };
        var host = listen.Host is "*" or "+" or "0.0.0.0" ? "127.0.0.1" : listen.Host;
        try
        {
            using var answer = await http.GetAsync(new UriBuilder("http", host, listen.Port, "/healthz").Uri, HttpCompletionOption.ResponseHeadersRead, cancelled);
            return answer.IsSuccessStatusCode && answer.Content.Headers.ContentLength is null or 3 && (await answer.Content.ReadAsStringAsync(cancelled)).Trim() == "ok";
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancelled.IsCancellationRequested))
        {
            return false;
        }
    }

    private static HealthFinding Ledger(string path)
    {
        const string Name = "ledger";
        try
        {
            if (!File.Exists(path))
            {
                var folder = MachineChecks.Nearest(Path.GetDirectoryName(Path.GetFullPath(path))!);
                using var trial = new FileStream(
                    Path.Combine(folder, $".autoclaw-{Guid.NewGuid():n}"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
                return HealthFinding.Ok(Group, Name, $"{path} is made at the first start");
            }

            UsageReport.Read(path, new UsageQuery(UsageGrouping.Engine, null, null));
            using var lockHeld = LedgerLock.Take(path);
            return HealthFinding.Ok(Group, Name, path);
        }
        catch (LedgerException error) when (error.Code == LedgerException.InUse)
        {
            return HealthFinding.Ok(Group, Name, $"{path}; a running gateway writes to it");
        }
        catch (LedgerException error)
        {
            return HealthFinding.Problem(Group, Name, $"{error.Code}: {error.Message}", "docs/ledger.md says what each code asks for.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return HealthFinding.Problem(Group, Name, $"{path} can't be written: {error.Message}", "Correct the folder's permissions, or set ledger.path or AUTOCLAW_HOME.");
        }
    }
}
