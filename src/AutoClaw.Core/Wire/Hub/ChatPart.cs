using System.Text.Json;

namespace AutoClaw.Core.Wire.Hub;

/// <summary>A piece of a message. A closed set: every writer has a case for each.</summary>
public abstract record ChatPart
{
    private ChatPart()
    {
    }

    public sealed record Text(ChatText Value) : ChatPart
    {
        /// <summary>What belongs to it and only its maker can read; null for none.</summary>
        public OpaqueState? State { get; init; }
    }

    /// <param name="Source">Where it is.</param>
    /// <param name="Detail">OpenAI's <c>low</c>, <c>high</c> or <c>auto</c>; null where nothing is said.</param>
    public sealed record Image(MediaSource Source, string? Detail = null) : ChatPart;

    public sealed record Audio(MediaSource Source) : ChatPart;

    /// <summary>A document, such as a PDF.</summary>
    /// <param name="Source">Where it is.</param>
    /// <param name="Name">The file's name; null where nothing is said.</param>
    public sealed record File(MediaSource Source, string? Name = null) : ChatPart;

    /// <summary>The model wants a function called.</summary>
    /// <param name="Id">Unique in the conversation; a <see cref="ToolResult"/> names it.</param>
    /// <param name="Name">The function.</param>
    /// <param name="Arguments">JSON as the model wrote it, which may be none.</param>
    /// <param name="State">What belongs to it and only its maker can read; null for none.</param>
    public sealed record ToolCall(string Id, string Name, string Arguments, OpaqueState? State = null) : ChatPart;

    /// <param name="CallId">Of the call that it answers.</param>
    /// <param name="Content">Texts and media.</param>
    /// <param name="IsError">The function failed, and <paramref name="Content"/> says how.</param>
    public sealed record ToolResult(string CallId, IReadOnlyList<ChatPart> Content, bool IsError = false) : ChatPart;

    /// <summary>What the model thought before it answered.</summary>
    /// <param name="Value">Its words; empty where they are only in <paramref name="State"/>.</param>
    /// <param name="State">The maker's signature or ciphertext; null for none.</param>
    public sealed record Reasoning(string Value, OpaqueState? State = null) : ChatPart;

    /// <summary>The model says that it will not.</summary>
    public sealed record Refusal(string Value) : ChatPart;

    /// <summary>What only its own wire knows.</summary>
    /// <param name="Wire">Which.</param>
    /// <param name="Type">As that wire names the kind of part.</param>
    /// <param name="Raw">The whole part.</param>
    public sealed record Foreign(WireName Wire, string Type, JsonElement Raw) : ChatPart;
}
