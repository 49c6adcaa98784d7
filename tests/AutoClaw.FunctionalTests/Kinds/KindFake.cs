using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Kinds;

/// <summary>A fake engine that answers each path as an engine of that kind does, and chats with a script.</summary>
internal sealed class KindFake : IAsyncDisposable
{
    private readonly Dictionary<string, (int Status, string Body)> _pages = [];
    private volatile Func<ScriptedExchange, Task> _chat = Script.Answers("hello");

    public KindFake(params (string Path, int Status, string Body)[] pages)
    {
        foreach (var (path, status, body) in pages)
        {
            Set(path, status, body);
        }

        Engine = ScriptedEngine.Start(AnswerAsync);
    }

    public ScriptedEngine Engine { get; }

    /// <summary>Chat requests that it got.</summary>
    public int Chats => Engine.Requests.Items.Count(request => request.Path == "/v1/chat/completions");

    public KindFake Chatting(Func<ScriptedExchange, Task> script)
    {
        _chat = script;
        return this;
    }

    /// <summary>Changes what a path answers from now on.</summary>
    public void Set(string path, int status, string body)
    {
        lock (_pages)
        {
            _pages[path] = (status, body);
        }
    }

    public EngineOptions Options(string kind) => TestEngine.Local(Engine) with { Kind = kind };

    public ValueTask DisposeAsync() => Engine.DisposeAsync();

    private Task AnswerAsync(ScriptedExchange exchange)
    {
        if (exchange.Request.Path == "/v1/chat/completions")
        {
            return _chat(exchange);
        }

        (int Status, string Body) page;
        lock (_pages)
        {
            page = _pages.GetValueOrDefault(exchange.Request.Path, (404, """{"error":"not found"}"""));
        }

        return exchange.WriteAnswerAsync(page.Status, "application/json", page.Body);
    }
}
