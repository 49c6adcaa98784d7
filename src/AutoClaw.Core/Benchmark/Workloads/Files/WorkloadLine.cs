using System.Collections.Immutable;
using System.Text.Json;
using AutoClaw.Core.Wire;

namespace AutoClaw.Core.Benchmark.Workloads;

/// <summary>Reads one line of a file of prompts and collects all that is wrong with it.</summary>
internal sealed class WorkloadLine(string workload, string id)
{
    public const int MostMessages = 1000;
    public const int MostNameLength = 200;
    public const int MostMaxTokens = 1_000_000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    public List<string> Problems { get; } = [];

    public BenchPrompt? Refuse(string problem)
    {
        Problems.Add(problem);
        return null;
    }

    public BenchPrompt? Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, Strict);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Read(document.RootElement) : Refuse("not a JSON object");
        }
        catch (JsonException exception)
        {
            return Refuse($"not JSON, at character {exception.BytePositionInLine + 1}: {exception.Message.Split(" LineNumber", 2)[0]}");
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            return Refuse("there is half a surrogate pair in a text");
        }
    }

    private BenchPrompt? Read(JsonElement line)
    {
        var maxTokens = WorkloadFile.DefaultMaxTokens;
        var messages = ImmutableArray<BenchMessage>.Empty;
        Expectation? expected = null;
        foreach (var property in line.EnumerateObject())
        {
            switch (property.Name)
            {
                case "id":
                    id = Name(property) ?? id;
                    break;
                case "workload":
                    workload = Name(property) ?? workload;
                    break;
                case "max_tokens":
                    if (property.Value.ValueKind != JsonValueKind.Number || !property.Value.TryGetInt32(out maxTokens) || maxTokens is < 1 or > MostMaxTokens)
                    {
                        Refuse($"max_tokens must be a whole number from 1 to {MostMaxTokens}");
                    }

                    break;
                case "prompt":
                    messages = Text(property.Value, "prompt") is { } prompt ? [new BenchMessage(MessageRole.User, prompt)] : [];
                    break;
                case "messages":
                    messages = Messages(property.Value);
                    break;
                case "expected":
                    expected = property.Value.ValueKind == JsonValueKind.Null ? null : new ExpectationReader(Problems).Read(property.Value);
                    break;
                default:
                    Refuse($"\"{property.Name}\" is not known; known are id, messages, prompt, max_tokens, workload, expected");
                    break;
            }
        }

        if (line.TryGetProperty("prompt", out _) == line.TryGetProperty("messages", out _))
        {
            Refuse("either prompt or messages is needed, and not both");
        }

        return Problems.Count > 0 ? null : new BenchPrompt { Id = id, Workload = workload, Messages = messages, MaxTokens = maxTokens, Expected = expected };
    }

    private ImmutableArray<BenchMessage> Messages(JsonElement list)
    {
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is < 1 or > MostMessages)
        {
            Refuse($"messages must be a list of 1 to {MostMessages} messages");
            return [];
        }

        var messages = ImmutableArray.CreateBuilder<BenchMessage>(list.GetArrayLength());
        foreach (var message in list.EnumerateArray())
        {
            var at = $"messages[{messages.Count}]";
            JsonElement role = default, content = default;
            var whole = message.ValueKind == JsonValueKind.Object && message.TryGetProperty("role", out role) && message.TryGetProperty("content", out content)
                && message.EnumerateObject().Count() == 2;
            if (!whole)
            {
                Refuse($"{at} must have role and content and nothing else");
            }

            messages.Add(new BenchMessage(whole ? Role(role, at) : MessageRole.User, (whole ? Text(content, $"{at}.content") : null) ?? string.Empty));
        }

        if (messages[^1].Role != MessageRole.User)
        {
            Refuse("the last message must be the user's");
        }

        return messages.ToImmutable();
    }

    private MessageRole Role(JsonElement role, string at)
    {
        switch (role.ValueKind == JsonValueKind.String ? role.GetString() : null)
        {
            case "system" or "developer":
                return MessageRole.System;
            case "user":
                return MessageRole.User;
            case "assistant":
                return MessageRole.Assistant;
            default:
                Refuse($"{at}.role must be system, user or assistant");
                return MessageRole.User;
        }
    }

    private string? Text(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
        {
            return text;
        }

        Refuse($"{at} must be text that is not empty");
        return null;
    }

    private string? Name(JsonProperty property)
    {
        if (property.Value.ValueKind == JsonValueKind.String && property.Value.GetString() is { Length: > 0 and <= MostNameLength } name && !name.Any(char.IsControl))
        {
            return name;
        }

        Refuse($"{property.Name} must be text of 1 to {MostNameLength} characters in one line");
        return null;
    }
}
