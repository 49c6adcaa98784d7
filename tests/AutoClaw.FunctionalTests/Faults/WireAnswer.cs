using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Faults;

/// <summary>One answer as an engine of some API streams it, in the pieces between which engines break.</summary>
/// <param name="Kind">Of the engine, as the configuration names it.</param>
/// <param name="Opening">The events before content.</param>
/// <param name="Content">An event with this piece of text, which is not escaped.</param>
/// <param name="Finish">What says that the answer is whole, except for the last event.</param>
/// <param name="Terminator">The last event.</param>
/// <param name="Error">An event that says that the engine failed.</param>
internal sealed record WireAnswer(string Kind, string Opening, Func<string, string> Content, string Finish, string Terminator, string Error)
{
    /// <summary>What <see cref="Whole"/> says.</summary>
    public const string Text = "one größer two";

    private static readonly Dictionary<string, WireAnswer> ByKind = new WireAnswer[]
    {
        new(
            "openai",
            Data(Script.Role),
            text => Data(Script.Chunk($$"""{"index":0,"delta":{"content":"{{text}}"},"logprobs":null,"finish_reason":null}""")),
            Data(Script.Finish("stop")) + Data(Script.Usage(11, 3)),
            Data("[DONE]"),
            Data("""{"error":{"message":"it broke","type":"server_error","param":null,"code":null}}""")),
        new(
            "anthropic",
            Typed("message_start", """ "message":{"id":"msg_1","type":"message","role":"assistant","model":"x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":11,"output_tokens":1}} """)
                + Typed("content_block_start", """ "index":0,"content_block":{"type":"text","text":""} """),
            text => Typed("content_block_delta", $$""" "index":0,"delta":{"type":"text_delta","text":"{{text}}"} """),
            Typed("content_block_stop", "\"index\":0") + Typed("message_delta", """ "delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":3} """),
            "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
            Typed("error", """ "error":{"type":"api_error","message":"it broke"} """)),
        new(
            "openai-responses",
            Typed("response.created", """ "sequence_number":0,"response":{"id":"resp_1","object":"response","status":"in_progress","model":"x","output":[]} """)
                + Typed("response.output_item.added", """ "sequence_number":1,"output_index":0,"item":{"id":"msg_1","type":"message","status":"in_progress","role":"assistant","content":[]} """),
            text => Typed("response.output_text.delta", $$""" "sequence_number":2,"item_id":"msg_1","output_index":0,"content_index":0,"delta":"{{text}}","logprobs":[] """),
            Typed("response.output_text.done", $$""" "sequence_number":5,"item_id":"msg_1","output_index":0,"content_index":0,"text":"{{Text}}","logprobs":[] """),
            Typed("response.completed", $$""" "sequence_number":6,"response":{"id":"resp_1","object":"response","status":"completed","model":"x","output":[{"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"{{Text}}","annotations":[]}]}],"usage":{"input_tokens":11,"output_tokens":3,"total_tokens":14} } """),
            Typed("error", """ "sequence_number":3,"code":"server_error","message":"it broke","param":null """)),
        new(
            "gemini",
            Data("""{"usageMetadata":{"promptTokenCount":11},"modelVersion":"x","responseId":"r1"}"""),
            text => Data($$"""{"candidates":[{"content":{"parts":[{"text":"{{text}}"}],"role":"model"},"index":0}],"modelVersion":"x","responseId":"r1"}"""),
            "",
            Data("""{"candidates":[{"content":{"parts":[],"role":"model"},"finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":11,"candidatesTokenCount":3,"totalTokenCount":14},"modelVersion":"x","responseId":"r1"}"""),
            "{\"error\":{\"code\":503,\"message\":\"it broke\",\"status\":\"UNAVAILABLE\"}}\r\n\r\n"),
    }.ToDictionary(answer => answer.Kind);

    public static IEnumerable<WireAnswer> All => ByKind.Values;

    /// <summary>The events of a whole answer.</summary>
    public IReadOnlyList<string> Whole => [Opening, Content("one"), Content(" größer"), Content(" two"), Finish, Terminator];

    public static WireAnswer Of(string kind) => ByKind[kind];

    private static string Data(string json) => $"data: {json}\n\n";

    private static string Typed(string type, string members) => $"event: {type}\ndata: {{\"type\":\"{type}\",{members.Trim()}}}\n\n";
}
