using System.Globalization;
using System.Text;
using System.Text.Json;

namespace AutoClaw.Cli.Client;

/// <summary>Puts the events of one streamed answer together.</summary>
/// <param name="onText">Told every piece of text.</param>
/// <param name="started">The timestamp at which the request was sent.</param>
internal sealed class StreamedAnswer(Action<string> onText, long started)
{
    private const string Data = "data: ";
    private const string CostComment = ": x-autoclaw-cost-usd ";
    private const string Broken = "The answer broke off before its end.";

    private readonly StringBuilder _text = new();
    private GatewayProblem? _error;
    private bool _done;
    private string? _model;
    private string? _finish;
    private long? _input;
    private long? _output;
    private TimeSpan? _first;
    private decimal? _cost;

    /// <summary>Null once the answer has come to its proper end.</summary>
    public GatewayProblem? Problem => _error ?? (_done ? null : new GatewayProblem(ExitCode.Failed, Broken));

    /// <summary>One line of the event stream. A gateway's events are one line each; comments are where its own figures come.</summary>
    public void Take(string line)
    {
        if (line.StartsWith(CostComment, StringComparison.Ordinal))
        {
            _cost = decimal.TryParse(line.AsSpan(CostComment.Length), CultureInfo.InvariantCulture, out var cost) ? cost : null;
        }
        else if (line == "data: [DONE]")
        {
            _done = true;
        }
        else if (line.StartsWith(Data, StringComparison.Ordinal))
        {
            TakeData(line[Data.Length..]);
        }
    }

    private void TakeData(string data)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            Take(json.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            _error = new GatewayProblem(ExitCode.Failed, $"The answer holds an event that makes no sense: {error.Message}");
        }
    }

    public ChatTurn ToTurn(HttpResponseMessage response) => new()
    {
        Text = _text.ToString(),
        RequestId = Header(response, "request-id"),
        Engine = Header(response, "engine"),
        Place = Header(response, "place"),
        Model = _model,
        Simulated = Header(response, "simulated") == "true",
        Reason = Header(response, "reason"),
        Score = double.TryParse(Header(response, "score"), CultureInfo.InvariantCulture, out var score) ? score : null,
        TtftMs = _first?.TotalMilliseconds,
        TotalMs = TimeProvider.System.GetElapsedTime(started).TotalMilliseconds,
        InputTokens = _input,
        OutputTokens = _output,
        CostUsd = _cost,
        FinishReason = _finish,
    };

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues("x-autoclaw-" + name, out var values) ? values.First() : null;

    private void Take(JsonElement chunk)
    {
        if (chunk.TryGetProperty("error", out var error))
        {
            _error = new GatewayProblem(ExitCode.Failed, error.GetProperty("message").GetString() ?? Broken);
            return;
        }

        _model = chunk.TryGetProperty("model", out var model) ? model.GetString() : _model;
        foreach (var choice in chunk.GetProperty("choices").EnumerateArray())
        {
            if (choice.GetProperty("delta").TryGetProperty("content", out var content) && content.GetString() is { Length: > 0 } text)
            {
                _first ??= TimeProvider.System.GetElapsedTime(started);
                _text.Append(text);
                onText(text);
            }

            _finish = choice.TryGetProperty("finish_reason", out var finish) ? finish.GetString() ?? _finish : _finish;
        }

        if (chunk.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object)
        {
            _input = usage.GetProperty("prompt_tokens").GetInt64();
            _output = usage.GetProperty("completion_tokens").GetInt64();
        }
    }
}
