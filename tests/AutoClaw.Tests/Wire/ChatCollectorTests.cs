using System.Buffers;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Wire;

public sealed class ChatCollectorTests
{
    [Fact]
    public void WriteTo_Text_JoinsPiecesAndKeepsUnknownFields()
    {
        var answer = Collect(
            """{"id":"c1","object":"chat.completion.chunk","created":5,"model":"m","system_fingerprint":"f","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}""",
            """{"id":"c1","created":5,"model":"m","choices":[{"index":0,"delta":{"content":"Hel\"lo \ud83d"},"finish_reason":null}]}""",
            """{"id":"c1","created":5,"model":"m","choices":[{"index":0,"delta":{"content":"\ude00","x_new":{"a":1}},"finish_reason":"stop","x_choice":7}]}""",
            """{"id":"other","created":6,"model":"m","choices":[],"usage":{"prompt_tokens":3},"timings":{"ms":1.50}}""");

        AssertJson(
            """
            {"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"Hel\"lo 😀","refusal":null,
             "x_new":{"a":1}},"logprobs":null,"finish_reason":"stop","x_choice":7}],"created":5,"model":"m","system_fingerprint":"f",
             "usage":{"prompt_tokens":3},"timings":{"ms":1.50}}
            """,
            answer);
        Assert.Contains("1.50", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteTo_ChunksThatSayNothingOfTheAnswer_HideNothing()
    {
        var answer = Collect(
            """{"id":"","object":"","created":0,"model":"","prompt_filter_results":[{"prompt_index":0}],"choices":[],"usage":null}""",
            """{"id":"c1","created":5,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"a"},"content_filter_results":{"hate":{"filtered":false}}}]}""",
            """{"id":"c1","created":5,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop","content_filter_results":{}}]}""",
            """{"id":"","created":0,"model":"","choices":[{"index":0,"finish_reason":null,"content_filter_offsets":{"check_offset":5}}]}""");

        AssertJson(
            """
            {"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"a","refusal":null},"logprobs":null,
             "finish_reason":"stop","content_filter_results":{"hate":{"filtered":false}},"content_filter_offsets":{"check_offset":5}}],
             "created":5,"model":"m","prompt_filter_results":[{"prompt_index":0}],"usage":null}
            """,
            answer);
    }

    [Fact]
    public void WriteTo_ParallelToolCalls_MergesByIndex()
    {
        var answer = Collect(
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\":"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"{}"}},{"index":0,"function":{"name":"f","arguments":"1}"},"extra":{"sig":"s"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""");

        AssertJson(
            """
            [{"id":"a","type":"function","extra":{"sig":"s"},"function":{"name":"f","arguments":"{\"x\":1}"}},
             {"id":"b","type":"function","function":{"name":"g","arguments":"{}"}}]
            """,
            JsonNode.Parse(answer)!["choices"]![0]!["message"]!["tool_calls"]!.ToJsonString());
    }

    [Fact]
    public void WriteTo_SeveralChoicesAndLogProbabilities_KeepsEachApart()
    {
        var answer = Collect(
            """{"choices":[{"delta":{"content":"B"},"logprobs":{"content":[{"token":"B"}],"refusal":null},"index":1}]}""",
            """{"choices":[{"index":0,"delta":{"content":"A"},"logprobs":{"content":[{"token":"A"}],"refusal":null}}]}""",
            """{"choices":[{"index":1,"delta":{"content":"b"},"logprobs":{"content":[{"token":"b"}],"refusal":null},"finish_reason":"length"}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");

        AssertJson(
            """
            [{"index":0,"message":{"role":"assistant","content":"A","refusal":null},"logprobs":{"content":[{"token":"A"}],"refusal":null},"finish_reason":"stop"},
             {"index":1,"message":{"role":"assistant","content":"Bb","refusal":null},"logprobs":{"content":[{"token":"B"},{"token":"b"}],"refusal":null},"finish_reason":"length"}]
            """,
            JsonNode.Parse(answer)!["choices"]!.ToJsonString());
    }

    [Fact]
    public void WriteTo_ReasoningAndFunctionCall_AreJoined()
    {
        var answer = Collect(
            """{"choices":[{"index":0,"delta":{"reasoning_content":"be"}}]}""",
            """{"choices":[{"index":0,"delta":{"reasoning_content":"cause","function_call":{"name":"f","arguments":"{"}}}]}""",
            """{"choices":[{"index":0,"delta":{"function_call":{"arguments":"}"}},"finish_reason":"function_call"}]}""");

        AssertJson(
            """{"role":"assistant","content":null,"refusal":null,"reasoning_content":"because","function_call":{"name":"f","arguments":"{}"}}""",
            JsonNode.Parse(answer)!["choices"]![0]!["message"]!.ToJsonString());
    }

    private static string Collect(params string[] chunks)
    {
        var collector = new ChatCollector();
        foreach (var chunk in chunks)
        {
            collector.Add(Encoding.UTF8.GetBytes(chunk));
        }

        var output = new ArrayBufferWriter<byte>();
        collector.WriteTo(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual)), actual);
}
