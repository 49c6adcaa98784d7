using System.Net;
using System.Net.Sockets;
using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.Scripted;

/// <summary>
/// A fake engine on a raw socket. It records what it received and answers request N with script N, and every request after the last
/// script with that last one.
/// </summary>
internal sealed class ScriptedEngine : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _connections = [];
    private readonly Func<ScriptedExchange, Task>[] _scripts;
    private readonly Func<Socket, CancellationToken, Task>? _raw;
    private readonly Task _accepting = Task.CompletedTask;
    private readonly List<Socket> _fillers = [];
    private int _received;
    private int _accepted;

    private ScriptedEngine(Func<ScriptedExchange, Task>[] scripts, Func<Socket, CancellationToken, Task>? raw = null)
    {
        _scripts = scripts;
        _raw = raw;
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (scripts.Length > 0 || raw is not null)
        {
            _listener.Listen();
            _accepting = AcceptAsync();
        }
    }

    /// <summary>The API root, with <c>/v1</c>.</summary>
    public Uri BaseUrl => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/v1");

    /// <summary>Connections that it has taken.</summary>
    public int Connections => Volatile.Read(ref _accepted);

    /// <summary>Every request, as soon as it is complete and before its answer.</summary>
    public Recorded<ReceivedRequest> Requests { get; } = new("request to the scripted engine");

    public static ScriptedEngine Start(params Func<ScriptedExchange, Task>[] scripts)
    {
        ArgumentOutOfRangeException.ThrowIfZero(scripts.Length);
        return new ScriptedEngine(scripts);
    }

    /// <summary>What happens on each connection before there is a request, or instead of one.</summary>
    public static ScriptedEngine StartRaw(Func<Socket, CancellationToken, Task> serve) => new([], serve);

    /// <summary>Nothing listens at its port: bound only, the system refuses every connection and nobody else can get the port.</summary>
    public static ScriptedEngine Refusing() => new([]);

    /// <summary>A connection to it is neither made nor refused: its queue is full and nobody takes from it.</summary>
    public static async Task<ScriptedEngine> UnansweringAsync(CancellationToken cancellation)
    {
        var engine = new ScriptedEngine([]);
        engine._listener.Listen(0);

        // A queue of 0 holds one connection; the system drops what asks for the next.
        var filler = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        engine._fillers.Add(filler);
        await filler.ConnectAsync(engine._listener.LocalEndPoint!, cancellation);
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        _fillers.ForEach(socket => socket.Dispose());
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(_stop.Token);
                socket.NoDelay = true;
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(socket));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var connection = socket;
        var reader = new RequestReader(socket, _stop.Token);
        try
        {
            if (_raw is not null)
            {
                await _raw(socket, _stop.Token);
                return;
            }

            while (await reader.ReadAsync() is { } request)
            {
                // Reading goes on under the script: that is how the peer's leaving is seen while the script hangs.
                var peer = reader.WatchAsync(request);
                Requests.Add(request);
                var script = _scripts[Math.Min(Interlocked.Increment(ref _received), _scripts.Length) - 1];
                var exchange = new ScriptedExchange(socket, request, _stop.Token);

                // A script may wait for a test that has failed meanwhile, and so never goes on.
                await script(exchange).WaitAsync(_stop.Token);
                if (!exchange.KeepAlive)
                {
                    return;
                }

                await peer;
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException or IOException)
        {
            // The peer left in the middle of a write, or the engine is stopped: both are what tests do on purpose.
        }
    }
}
