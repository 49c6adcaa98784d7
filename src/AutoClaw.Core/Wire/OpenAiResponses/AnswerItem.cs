using System.Text;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>One element of a response's <c>output</c> while it is being written.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its own name, unique.</param>
/// <param name="Index">Its place in the output.</param>
internal sealed record AnswerItem(AnswerItemKind Kind, string Id, int Index)
{
    public const string InProgress = "in_progress";
    public const string Completed = "completed";
    public const string Incomplete = "incomplete";

    public string Status { get; set; } = InProgress;

    /// <summary>Of a message.</summary>
    public List<AnswerContent> Content { get; } = [];

    /// <summary>Of a thought: its words. Of a call: its arguments.</summary>
    public StringBuilder Text { get; } = new();

    /// <summary>A thought is given as a summary, and not raw.</summary>
    public bool IsSummary { get; init; }

    /// <summary>What its maker wants back with a thought.</summary>
    public string? EncryptedContent { get; set; }

    public string CallId { get; init; } = "";

    public string Name { get; init; } = "";

    /// <summary>The next item of an answer.</summary>
    /// <param name="head">Whose.</param>
    /// <param name="echo">The request's tools and wishes.</param>
    /// <param name="index">Its place.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="call">For a call.</param>
    public static AnswerItem Create(AnswerHead head, ResponseEcho echo, int index, AnswerItemKind kind, (string? Id, string? Name) call = default)
    {
        if (kind == AnswerItemKind.FunctionCall && echo.IsCustom(call.Name ?? ""))
        {
            kind = AnswerItemKind.CustomCall;
        }

        var prefix = kind switch
        {
            AnswerItemKind.Message => "msg",
            AnswerItemKind.Reasoning => "rs",
            AnswerItemKind.CustomCall => "ctc",
            _ => "fc",
        };
        return new AnswerItem(kind, $"{prefix}_{head.Id}{index:x2}", index)
        {
            IsSummary = echo.WantsSummary,
            CallId = call.Id ?? "",
            Name = call.Name ?? "",
        };
    }

    /// <summary>Of a call: its arguments, which are always JSON for whoever reads the whole.</summary>
    public string Arguments() => Text.Length == 0 ? "{}" : Text.ToString();
}
