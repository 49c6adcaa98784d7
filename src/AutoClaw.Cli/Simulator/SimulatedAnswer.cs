using System.Text;

namespace AutoClaw.Cli.Simulator;

/// <summary>The whole answer to one request, ready to be sent at any pace.</summary>
internal sealed class SimulatedAnswer
{
    private SimulatedAnswer(ChatCall call, SimulatedChoice[] choices, long number, long created)
    {
        Call = call;
        Choices = choices;
        Number = number;
        Created = created;
        foreach (var choice in choices)
        {
            CompletionTokens += choice.Tokens;
        }
    }

    public ChatCall Call { get; }

    public SimulatedChoice[] Choices { get; }

    /// <summary>Makes the id unique within this server's life.</summary>
    public long Number { get; }

    /// <summary>Unix seconds.</summary>
    public long Created { get; }

    public int CompletionTokens { get; }

    /// <param name="call">The request.</param>
    /// <param name="body">Its bytes, for the ranges in it.</param>
    /// <param name="options">What to pretend.</param>
    /// <param name="number">The request's number.</param>
    /// <param name="hugeBytes">More than 0: one word of that many bytes instead of an answer.</param>
    public static SimulatedAnswer Make(ChatCall call, ReadOnlySpan<byte> body, SimulatorServerOptions options, long number, int hugeBytes)
    {
        var choices = new SimulatedChoice[call.Choices];
        for (var i = 0; i < choices.Length; i++)
        {
            var seed = call.Hash + (ulong)i;
            choices[i] = hugeBytes > 0 ? Huge(hugeBytes) : CallsTools(call) ? Tools(call, body, seed, number, i) : Speak(call, body, seed, options.OutputTokens);
        }

        return new SimulatedAnswer(call, choices, number, options.Time.GetUtcNow().ToUnixTimeSeconds());
    }

    private static bool CallsTools(ChatCall call) =>
        call.Tools is not null && call.ToolChoice != ToolDemand.None && !call.EndsWithToolResult;

    private static SimulatedChoice Huge(int bytes)
    {
        var text = new byte[bytes];
        text.AsSpan().Fill((byte)'x');
        return new SimulatedChoice(text, [], "stop", SimulatedTokens.Count(text));
    }

    private static SimulatedChoice Speak(ChatCall call, ReadOnlySpan<byte> body, ulong seed, int outputTokens)
    {
        var text = call.Format switch
        {
            AnswerFormat.JsonObject => """{"simulated": true, "answer": "simulated"}"""u8.ToArray(),
            AnswerFormat.JsonSchema => SchemaInstance.Write(body[call.Schema], seed),
            _ => SimulatedText.Write(seed, Math.Max(1, outputTokens)),
        };
        var (stopped, stop) = FindStop(text, call.Stops);
        if (stopped >= 0)
        {
            text = text[..stopped];
        }

        var tokens = SimulatedTokens.Count(text);
        if (call.MaxTokens is { } limit && tokens > limit)
        {
            return new SimulatedChoice(text[..SimulatedTokens.LengthOf(text, limit)], [], "length", limit);
        }

        return new SimulatedChoice(text, [], "stop", tokens) { StopSequence = stop };
    }

    private static (int At, string? Stop) FindStop(ReadOnlySpan<byte> text, List<byte[]>? stops)
    {
        var (first, met) = (-1, (string?)null);
        foreach (var stop in stops ?? [])
        {
            var at = text.IndexOf(stop);
            if (at >= 0 && (first < 0 || at < first))
            {
                (first, met) = (at, Encoding.UTF8.GetString(stop));
            }
        }

        return (first, met);
    }

    private static SimulatedChoice Tools(ChatCall call, ReadOnlySpan<byte> body, ulong seed, long number, int choice)
    {
        var wanted = call.Tools is null ? [] : call.ForcedTool is { } forced ? [call.Tools.Find(tool => tool.Name == forced)]
            : call.Tools[..(call.ParallelToolCalls ? Math.Min(2, call.Tools.Count) : 1)];
        var calls = new List<SimulatedToolCall>(wanted.Count);
        var tokens = 0;
        var limit = call.MaxTokens ?? int.MaxValue;
        foreach (var tool in wanted)
        {
            if (tokens >= limit)
            {
                break;
            }

            var name = Encoding.UTF8.GetBytes(tool.Name);
            var arguments = SchemaInstance.Write(body[tool.Schema], SimulatedText.Mix(seed, name));

            // A name goes out whole, so only the arguments can be cut.
            tokens += SimulatedTokens.Count(name);
            var left = Math.Max(0, limit - tokens);
            var length = SimulatedTokens.Count(arguments);
            if (length > left)
            {
                arguments = arguments[..SimulatedTokens.LengthOf(arguments, left)];
                length = left;
            }

            tokens += length;
            calls.Add(new SimulatedToolCall($"call_sim_{number:x}_{choice}_{calls.Count}", name, arguments));
        }

        return new SimulatedChoice([], [.. calls], tokens >= limit ? "length" : "tool_calls", tokens);
    }
}
