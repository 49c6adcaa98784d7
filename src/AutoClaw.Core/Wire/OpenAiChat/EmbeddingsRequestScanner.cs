using System.Text.Json;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>One forward pass over an OpenAI embeddings request, as strict as the one over chat requests.</summary>
public static class EmbeddingsRequestScanner
{
    /// <summary>Scans <paramref name="body"/>; on false <paramref name="problem"/> says why and <paramref name="envelope"/> is null.</summary>
    public static bool TryScan(ReadOnlyMemory<byte> body, out EmbeddingsEnvelope? envelope, out EnvelopeProblem? problem)
    {
        envelope = null;
        problem = StrictJsonReader.CheckUtf8(body.Span);
        if (problem is not null)
        {
            return false;
        }

        var json = new StrictJsonReader(body.Span);
        try
        {
            envelope = Scan(ref json, body);
            problem = json.Problem;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            problem = json.Problem ?? StrictJsonReader.Invalid(error);
        }
        finally
        {
            json.Dispose();
        }

        envelope = problem is null ? envelope : null;
        return problem is null;
    }

    private static EmbeddingsEnvelope? Scan(ref StrictJsonReader json, ReadOnlyMemory<byte> body)
    {
        json.Next();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Refuse("invalid_json", null, "The request body must be one JSON object.");
            return null;
        }

        string? model = null;
        var modelValue = default(ByteRange);
        var subject = default(ByteRange);
        long? tokens = null;
        while (json.Next() && json.TokenType != JsonTokenType.EndObject)
        {
            if (json.Is("model"u8))
            {
                json.Next();
                modelValue = json.Token();
                model = ReadModel(ref json);
            }
            else if (json.Is("input"u8))
            {
                json.Next();
                tokens = ReadInput(ref json);
            }
            else if (json.Is("user"u8))
            {
                json.Next();
                subject = SubjectField.Take(ref json, wins: true, default);
            }
            else
            {
                json.Next();
                json.Skip();
            }
        }

        json.Next();
        if (string.IsNullOrEmpty(model))
        {
            json.Refuse("missing_field", "model", "Name a model: GET /v1/models lists them.");
        }

        if (tokens is null)
        {
            json.Refuse("missing_field", "input", "Send the text to embed in 'input'.");
        }

        return new EmbeddingsEnvelope(body, model ?? "", modelValue, tokens ?? 0) { Subject = subject };
    }

    private static string? ReadModel(ref StrictJsonReader json)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            return json.GetString();
        }

        json.RefuseType("model", "a string");
        json.Skip();
        return null;
    }

    private static long? ReadInput(ref StrictJsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.String:
                return TokensOf(json.ValueLength);
            case JsonTokenType.StartArray:
                var tokens = 0L;
                var depth = 1;
                while (depth > 0 && json.Next())
                {
                    depth += json.TokenType switch { JsonTokenType.StartArray => 1, JsonTokenType.EndArray => -1, _ => 0 };
                    tokens += json.TokenType switch
                    {
                        JsonTokenType.String => TokensOf(json.ValueLength),
                        JsonTokenType.Number => 1,
                        _ => 0,
                    };
                }

                return tokens;
            default:
                json.RefuseType("input", "a string, an array of strings, or arrays of token numbers");
                json.Skip();
                return null;
        }
    }

    private static long TokensOf(int bytes) => (bytes + 3) / 4;
}
