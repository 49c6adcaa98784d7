using System.Text.Json.Nodes;

namespace AutoClaw.FunctionalTests.Scripted;

/// <summary>The answers that several tests need; a test about one special fault writes its own script in place.</summary>
internal static class Script
{
    /// <summary>What <see cref="Answers"/> counts of its prompt.</summary>
    public const int PromptTokens = 11;

    /// <summary>A well-behaved stream: a role chunk, one chunk a word, finish reason, usage, <c>[DONE]</c>.</summary>
    public static Func<ScriptedExchange, Task> Answers(params string[] words) => async exchange =>
    {
        await exchange.WriteHeadAsync();
        await exchange.WriteEventAsync(Role);
        foreach (var word in words)
        {
            await exchange.WriteEventAsync(Content(word));
        }

        await exchange.WriteEventAsync(Finish("stop"));
        await exchange.WriteEventAsync(Usage(PromptTokens, words.Length));
        await exchange.WriteEventAsync("[DONE]");
        await exchange.EndAsync();
    };

    /// <summary>These events, each as one chunk, then the end of the answer: what the events leave out is left out.</summary>
    public static Func<ScriptedExchange, Task> Events(params string[] events) => async exchange =>
    {
        await exchange.WriteHeadAsync();
        foreach (var data in events)
        {
            await exchange.WriteEventAsync(data);
        }

        await exchange.EndAsync();
    };

    /// <summary>An error answer in OpenAI's form.</summary>
    public static Func<ScriptedExchange, Task> Fails(int status, string code = "scripted", string headers = "") => exchange => exchange.WriteAnswerAsync(
        status, "application/json", $$$"""{"error":{"message":"scripted {{{status}}}","type":"server_error","param":null,"code":"{{{code}}}"}}""", headers);

    /// <summary>Takes the request and says nothing.</summary>
    public static Func<ScriptedExchange, Task> HangsBeforeHead => exchange => exchange.HangAsync();

    /// <summary>Answers 200 and then says nothing.</summary>
    public static Func<ScriptedExchange, Task> HangsBeforeContent => async exchange =>
    {
        await exchange.WriteHeadAsync();
        await exchange.WriteEventAsync(Role);
        await exchange.HangAsync();
    };

    /// <summary>Says one word, waits for the test, and ends well.</summary>
    public static Func<ScriptedExchange, Task> PausesAfter(string word, Task goOn) => async exchange =>
    {
        await exchange.WriteHeadAsync();
        await exchange.WriteEventAsync(Content(word));
        await goOn;
        await exchange.WriteEventAsync(Finish("stop"));
        await exchange.WriteEventAsync("[DONE]");
        await exchange.EndAsync();
    };

    /// <summary>Says these words and then nothing more, the connection open.</summary>
    public static Func<ScriptedExchange, Task> HangsAfter(params string[] words) => async exchange =>
    {
        await exchange.WriteHeadAsync();
        foreach (var word in words)
        {
            await exchange.WriteEventAsync(Content(word));
        }

        await exchange.HangAsync();
    };

    public static string Role => Chunk("""{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}""");

    public static string Content(string text)
        => Chunk($$"""{"index":0,"delta":{"content":{{JsonValue.Create(text).ToJsonString()}} },"logprobs":null,"finish_reason":null}""");

    public static string Finish(string reason) => Chunk($$"""{"index":0,"delta":{},"logprobs":null,"finish_reason":"{{reason}}"}""");

    public static string Usage(int prompt, int completion) => Chunk(
        "", $$""","usage":{"prompt_tokens":{{prompt}},"completion_tokens":{{completion}},"total_tokens":{{prompt + completion}} }""");

    /// <param name="choices">The choices, as JSON, without the brackets.</param>
    /// <param name="more">More members of the chunk, each with a comma before it.</param>
    public static string Chunk(string choices, string more = "")
        => $$"""{"id":"chatcmpl-scripted","object":"chat.completion.chunk","created":1700000000,"model":"scripted-model","choices":[{{choices}}]{{more}}}""";
}
