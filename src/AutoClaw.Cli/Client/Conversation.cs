using System.Text.Json.Nodes;

namespace AutoClaw.Cli.Client;

/// <summary>Messages in OpenAI's form.</summary>
internal static class Conversation
{
    public static JsonObject Message(string role, string text) => new() { ["role"] = role, ["content"] = text };

    public static JsonArray Of(string userText) => [Message("user", userText)];
}
