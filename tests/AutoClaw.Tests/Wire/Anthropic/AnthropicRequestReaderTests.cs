using System.Text;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Tests.Wire.Anthropic;

public sealed class AnthropicRequestReaderTests
{
    [Fact]
    public void TryRead_OfficialExample_IsRead()
    {
        var request = Read("""
            {"model":"claude-opus-4-6","max_tokens":1024,"tools":[{"name":"get_weather","description":"Get the current weather in a given location",
              "input_schema":{"type":"object","properties":{"location":{"type":"string","description":"The city and state, e.g. San Francisco, CA"}},"required":["location"]}}],
             "messages":[{"role":"user","content":"What is the weather like in San Francisco?"}]}
            """);

        Assert.Equal("claude-opus-4-6", request.Model);
        Assert.Equal(1024, request.MaxOutputTokens);
        Assert.False(request.Stream);
        Assert.Equal(["User: What is the weather like in San Francisco?"], Lines(request));
        var tool = Assert.Single(request.Tools);
        Assert.Equal(("get_weather", "Get the current weather in a given location"), (tool.Name, tool.Description));
        Assert.Equal("location", tool.Parameters!.Value.GetProperty("required")[0].GetString());
        Assert.Null(tool.Vendor);
        Assert.Empty(request.Foreign);
    }

    [Fact]
    public void TryRead_Sampling_IsCarried()
    {
        var request = Read("""
            {"model":"a","max_tokens":9,"stream":true,"temperature":0.5,"top_p":0.25,"top_k":40,"stop_sequences":["x","y"],
             "metadata":{"user_id":"u","trace":"t"},"service_tier":"auto","messages":[{"role":"user","content":"x"}]}
            """);

        Assert.True(request.Stream);
        Assert.Equal((0.5, 0.25, 40), (request.Temperature!.Value, request.TopP!.Value, request.TopK!.Value));
        Assert.Equal(["x", "y"], request.Stop);
        Assert.Equal("u", request.EndUser);
        Assert.Equal([("metadata.trace", true), ("service_tier", true)], Foreign(request));
    }

    [Fact]
    public void TryRead_CallOfTheModelItself_LosesNothing() => Assert.Empty(Read("""
            {"model":"a","max_tokens":9,"messages":[{"role":"user","content":"hi"},
              {"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{},"caller":{"type":"direct"}}]},
              {"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":"sunny"}]}]}
            """).Foreign);

    [Fact]
    public void TryRead_ConversationWithTools_SplitsResultsFromWhatTheUserSays() => Assert.Equal(
        [
            "System: be brief, be kind",
            "User: hi",
            "Assistant: <hm|signature=sig>, <|data=blob>, ok, f(c1){\"a\": [1]}",
            "Tool: c1=[sunny, image:image/png] failed, c2=[done], c3=[]",
            "User: and now?, image:http://x",
        ],
        Lines(Read("""
            {"model":"a","max_tokens":9,"system":[{"type":"text","text":"be brief","cache_control":{"type":"ephemeral"}},{"type":"text","text":"be kind"}],
             "messages":[
              {"role":"user","content":"hi"},
              {"role":"assistant","content":[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"blob"},
                {"type":"text","text":"ok"},{"type":"tool_use","id":"c1","name":"f","input":{"a": [1]}}]},
              {"role":"user","content":[{"type":"text","text":"and now?"},
                {"type":"tool_result","tool_use_id":"c1","is_error":true,"content":[{"type":"text","text":"sunny"},{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AA"}}]},
                {"type":"tool_result","tool_use_id":"c2","content":"done"},{"type":"tool_result","tool_use_id":"c3"},
                {"type":"image","source":{"type":"url","url":"http://x"}}]}]}
            """)));

    [Fact]
    public void TryRead_SystemAmongMessages_StaysWhereItWas() => Assert.Equal(
        ["User: a", "System: now in French", "User: b, c", "System: be brief", "User: d"],
        Lines(Read("""
            {"model":"a","max_tokens":9,"messages":[{"role":"user","content":"a"},{"role":"system","content":"now in French"},
             {"role":"user","content":[{"type":"text","text":"b"},{"type":"text","text":"c"},
              {"type":"mid_conv_system","content":[{"type":"text","text":"be brief"}]},{"type":"text","text":"d"}]}]}
            """)));

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    public void TryRead_EmptySystem_IsNoMessage(string system) => Assert.Equal(
        ["User: x"], Lines(Read($$"""{"model":"a","max_tokens":9,"system":{{system}},"messages":[{"role":"user","content":"x"}]}""")));

    [Theory]
    [InlineData("""{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="},"title":"t.pdf"}""", "file:application/pdf t.pdf")]
    [InlineData("""{"type":"document","source":{"type":"url","url":"http://x"},"context":"c"}""", "c, file:http://x ")]
    [InlineData("""{"type":"document","source":{"type":"file","file_id":"f1"}}""", "file:f1 ")]
    [InlineData("""{"type":"document","title":"t","context":"c","source":{"type":"text","media_type":"text/plain","data":"words"},"citations":{"enabled":false}}""", "t, c, words")]
    [InlineData("""{"type":"document","source":{"type":"content","content":"words"}}""", "words")]
    [InlineData("""{"type":"document","source":{"type":"content","content":[{"type":"text","text":"one"},{"type":"text","text":"two"}]}}""", "one, two")]
    [InlineData("""{"type":"image","source":{"type":"file","file_id":"f1"}}""", "image:f1")]
    [InlineData("""{"type":"search_result","source":"s","title":"t","content":[]}""", "foreign:search_result")]
    [InlineData("""{"type":"server_tool_use","id":"s","name":"web_search","input":{}}""", "foreign:server_tool_use")]
    [InlineData("""{"type":"web_search_tool_result","tool_use_id":"s","content":[]}""", "foreign:web_search_tool_result")]
    [InlineData("""{"type":"of_tomorrow"}""", "foreign:of_tomorrow")]
    public void TryRead_Block_IsThePart(string block, string expected)
    {
        var request = Read($$"""{"model":"a","max_tokens":9,"messages":[{"role":"user","content":[{{block}}]}]}""");

        Assert.Equal([$"User: {expected}"], Lines(request));
        Assert.Empty(request.Foreign);
    }

    [Fact]
    public void TryRead_WhatHasNoPlace_IsNamedWithItsPath() => Assert.Equal(
        [
            ("messages[0].content[0].cache_control", true), ("messages[0].content[1].citations", false), ("messages[0].content[2].new", false),
            ("messages[1].content[0].citations", true), ("messages[1].content[2].caller", false),
            ("tools[0].cache_control", true), ("tools[0].input_examples", false), ("tools[0].allowed_callers", true),
            ("output_config.task_budget", false), ("container", false), ("context_management", true), ("mcp_servers", false),
        ],
        Foreign(Read("""
            {"model":"a","max_tokens":9,"messages":[
              {"role":"user","content":[{"type":"text","text":"x","cache_control":{"type":"ephemeral"}},
                {"type":"document","source":{"type":"text","data":"y"},"citations":{"enabled":true}},{"type":"text","text":"z","new":1}]},
              {"role":"assistant","content":[{"type":"text","text":"x","citations":[{}]},{"type":"tool_use","id":"a","name":"f","input":{},"caller":{"type":"direct"}},
                {"type":"tool_use","id":"b","name":"f","input":{},"caller":{"type":"code_execution_20250825","tool_id":"t"}}]}],
             "tools":[{"name":"f","input_schema":{"type":"object"},"cache_control":{"type":"ephemeral"},"input_examples":[{}],"allowed_callers":["direct"]}],
             "output_config":{"task_budget":{"type":"tokens"}},"container":"c","context_management":{"edits":[]},"mcp_servers":[],"inference_geo":null}
            """)));

    [Theory]
    [InlineData("""{"type":"auto"}""", ToolChoiceMode.Auto, null, null)]
    [InlineData("""{"type":"any","disable_parallel_tool_use":true}""", ToolChoiceMode.Required, null, false)]
    [InlineData("""{"type":"tool","name":"f","disable_parallel_tool_use":false}""", ToolChoiceMode.Required, "f", true)]
    [InlineData("""{"type":"none"}""", ToolChoiceMode.None, null, null)]
    public void TryRead_ToolChoice_IsCarried(string choice, ToolChoiceMode mode, string? name, bool? parallel)
    {
        var request = Read($$"""{"model":"a","max_tokens":9,"tool_choice":{{choice}},"messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal(new ToolChoice(mode, name), request.ToolChoice);
        Assert.Equal(parallel, request.ParallelToolCalls);
    }

    [Theory]
    [InlineData("web_search_20250305")]
    [InlineData("bash_20250124")]
    [InlineData("text_editor_20250728")]
    [InlineData("computer_20250124")]
    public void TryRead_VendorTool_StaysWhole(string type)
    {
        var request = Read($$"""{"model":"a","max_tokens":9,"tools":[{"type":"{{type}}","name":"n","max_uses":5}],"messages":[{"role":"user","content":"x"}]}""");

        var tool = Assert.Single(request.Tools);
        Assert.Equal(type, tool.Name);
        Assert.Equal("tools[0]", tool.Vendor!.Name);
        Assert.Equal(5, tool.Vendor.Value.GetProperty("max_uses").GetInt32());
        Assert.False(tool.Vendor.IsHint);
    }

    [Theory]
    [InlineData(""" "thinking":{"type":"enabled","budget_tokens":2048} """, true, null, 2048L, null)]
    [InlineData(""" "thinking":{"type":"enabled","budget_tokens":2048,"display":"omitted"} """, true, null, 2048L, false)]
    [InlineData(""" "thinking":{"type":"adaptive","display":"summarized"},"output_config":{"effort":"max"} """, true, "max", -1L, true)]
    [InlineData(""" "thinking":{"type":"disabled"} """, false, null, null, null)]
    [InlineData(""" "output_config":{"effort":"low"} """, null, "low", null, null)]
    public void TryRead_Thinking_IsCarried(string field, bool? enabled, string? effort, long? budget, bool? shown) => Assert.Equal(
        new ReasoningDemand(enabled, effort, budget, shown),
        Read($$"""{"model":"a","max_tokens":9,{{field}},"messages":[{"role":"user","content":"x"}]}""").Reasoning);

    [Theory]
    [InlineData("between_tools", false, true)]
    [InlineData("of_tomorrow", null, false)]
    public void TryRead_ThinkingThatNoOtherWireHas_IsNamed(string type, bool? enabled, bool isHint)
    {
        var request = Read($$$"""{"model":"a","max_tokens":9,"thinking":{"type":"{{{type}}}"},"messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal(new ReasoningDemand(enabled), request.Reasoning);
        Assert.Equal([("thinking.type", isHint)], Foreign(request));
    }

    [Theory]
    [InlineData(""" "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}} """)]
    [InlineData(""" "output_format":{"type":"json_schema","schema":{"type":"object"}} """)]
    public void TryRead_JsonSchema_IsTheFormat(string field)
    {
        var request = Read($$"""{"model":"a","max_tokens":9,{{field}},"messages":[{"role":"user","content":"x"}]}""");

        Assert.Equal("""{"type":"object"}""", request.ResponseFormat!.Schema!.Value.GetRawText());
        Assert.Empty(request.Foreign);
    }

    [Theory]
    [InlineData(""" "max_tokens":null """, "missing_field", "max_tokens")]
    [InlineData(""" "max_tokens":1,"stop_sequences":[1] """, "wrong_type", "stop_sequences[0]")]
    [InlineData(""" "max_tokens":1,"temperature":"x" """, "wrong_type", "temperature")]
    [InlineData(""" "max_tokens":1,"tools":[{"name":"f"}] """, "missing_field", "tools[0].input_schema")]
    [InlineData(""" "max_tokens":1,"tools":[{"input_schema":{}}] """, "missing_field", "tools[0].name")]
    [InlineData(""" "max_tokens":1,"tools":["f"] """, "wrong_type", "tools[0]")]
    [InlineData(""" "max_tokens":1,"tool_choice":{"type":"some"} """, "wrong_type", "tool_choice.type")]
    [InlineData(""" "max_tokens":1,"tool_choice":{"type":"tool"} """, "missing_field", "tool_choice.name")]
    [InlineData(""" "max_tokens":1,"thinking":{"type":5} """, "wrong_type", "thinking.type")]
    [InlineData(""" "max_tokens":1,"thinking":{} """, "missing_field", "thinking.type")]
    [InlineData(""" "max_tokens":1,"output_config":{"format":{"type":"xml"}} """, "wrong_type", "output_config.format.type")]
    [InlineData(""" "max_tokens":1,"output_config":{"format":{"type":"json_schema"}} """, "missing_field", "output_config.format.schema")]
    [InlineData(""" "max_tokens":1,"system":[{"type":"text"}] """, "missing_field", "system[0].text")]
    [InlineData(""" "max_tokens":1,"system":"\ud800" """, "invalid_json", null)]
    public void TryRead_BadField_IsNamed(string fields, string code, string? param) =>
        AssertRefused($$"""{"model":"a",{{fields}},"messages":[{"role":"user","content":"x"}]}""", code, param);

    [Theory]
    [InlineData("""{"role":"tool","content":"x"}""", "wrong_type", "messages[0].role")]
    [InlineData("""{"role":"user"}""", "missing_field", "messages[0].content")]
    [InlineData("""{"role":"user","content":[{"text":"x"}]}""", "missing_field", "messages[0].content[0].type")]
    [InlineData("""{"role":"user","content":[{"type":"text"}]}""", "missing_field", "messages[0].content[0].text")]
    [InlineData("""{"role":"user","content":[{"type":"image"}]}""", "missing_field", "messages[0].content[0].source")]
    [InlineData("""{"role":"user","content":[{"type":"image","source":{"type":"base64"}}]}""", "missing_field", "messages[0].content[0].source.data")]
    [InlineData("""{"role":"user","content":[{"type":"document","source":{"type":"x"}}]}""", "wrong_type", "messages[0].content[0].source.type")]
    [InlineData("""{"role":"user","content":[{"type":"tool_result"}]}""", "missing_field", "messages[0].content[0].tool_use_id")]
    [InlineData("""{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"f"}]}""", "missing_field", "messages[0].content[0].input")]
    [InlineData("""{"role":"assistant","content":[{"type":"tool_use","input":{},"name":"f"}]}""", "missing_field", "messages[0].content[0].id")]
    public void TryRead_BadMessage_IsNamed(string message, string code, string param) =>
        AssertRefused($$"""{"model":"a","max_tokens":1,"messages":[{{message}}]}""", code, param);

    internal static ChatRequest Read(string body)
    {
        Assert.True(new AnthropicWire().TryRead(Encoding.UTF8.GetBytes(body), out var request, out var problem), problem?.Message);
        return request!;
    }

    internal static IEnumerable<string> Lines(ChatRequest request) =>
        request.Messages.Select(message => $"{message.Role}: {string.Join(", ", message.Parts.Select(Line))}");

    private static void AssertRefused(string body, string code, string? param)
    {
        Assert.False(new AnthropicWire().TryRead(Encoding.UTF8.GetBytes(body), out var request, out var problem));
        Assert.Null(request);
        Assert.Equal((code, param), (problem!.Code, problem.Param));
    }

    private static IEnumerable<(string Name, bool IsHint)> Foreign(ChatRequest request) => request.Foreign.Select(field => (field.Name, field.IsHint));

    private static string Line(ChatPart part) => part switch
    {
        ChatPart.Text text => text.Value.ToString(),
        ChatPart.Image image => $"image:{Line(image.Source)}",
        ChatPart.File file => $"file:{Line(file.Source)} {file.Name}",
        ChatPart.Reasoning thought => $"<{thought.Value}|{thought.State?.Kind}={thought.State?.Value}>",
        ChatPart.ToolCall call => $"{call.Name}({call.Id}){call.Arguments}",
        ChatPart.ToolResult result => $"{result.CallId}=[{string.Join(", ", result.Content.Select(Line))}]{(result.IsError ? " failed" : "")}",
        ChatPart.Foreign foreign => $"foreign:{foreign.Type}",
        _ => part.ToString(),
    };

    private static string? Line(MediaSource source) => source.MediaType ?? source.Url ?? source.FileId;
}
