using System.Text;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiResponses;
using CsCheck;

namespace AutoClaw.Tests.Wire.OpenAiResponses;

public sealed class ResponsesRequestReaderTests
{
    // What an agent on the command line sends on its second turn.
    private const string Agent = """
        {"model":"auto","instructions":"You are an agent.","input":[
          {"type":"message","role":"developer","content":[{"type":"input_text","text":"<permissions>"}]},
          {"type":"message","role":"user","content":[{"type":"input_text","text":"fix it"},{"type":"input_image","image_url":"data:image/png;base64,iVBO"}]},
          {"type":"reasoning","summary":[{"type":"summary_text","text":"I must"},{"type":"summary_text","text":"look"}],"encrypted_content":"gAAA"},
          {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Looking."}],"phase":"commentary"},
          {"type":"function_call","name":"shell","arguments":"{\"command\":[\"ls\"]}","call_id":"call_1"},
          {"type":"custom_tool_call","status":"completed","call_id":"call_2","name":"apply_patch","input":"*** Begin"},
          {"type":"function_call_output","call_id":"call_1","output":"a.txt"},
          {"type":"custom_tool_call_output","call_id":"call_2","output":[{"type":"input_text","text":"Done"},{"type":"input_image","file_id":"file_1","detail":"low"}]}],
         "tools":[{"type":"function","name":"shell","description":"Runs it","strict":false,"parameters":{"type":"object","properties":{}}},
                  {"type":"custom","name":"apply_patch","description":"Edits","format":{"type":"grammar","syntax":"lark","definition":"start: x"}}],
         "tool_choice":"auto","parallel_tool_calls":false,"reasoning":{"effort":"high","summary":"auto"},"store":false,"stream":true,
         "include":["reasoning.encrypted_content"],"prompt_cache_key":"conv","client_metadata":{"k":"v"},"text":{"verbosity":"low"}}
        """;

    [Fact]
    public void TryRead_AgentsSecondTurn_IsAConversation()
    {
        var request = Read(Agent);
        Assert.Equal(
            [ChatRole.System, ChatRole.Developer, ChatRole.User, ChatRole.Assistant, ChatRole.Tool], request.Messages.Select(message => message.Role));
        Assert.Equal([new ChatPart.Text("You are an agent.")], request.Messages[0].Parts);
        Assert.Equal([new ChatPart.Text("fix it"), new ChatPart.Image(new MediaSource("image/png", Base64: "iVBO"))], request.Messages[2].Parts);
        Assert.Equal(
            [
                new ChatPart.Reasoning("I must\n\nlook", new OpaqueState(WireName.OpenAiResponses, "encrypted_content", "gAAA")),
                new ChatPart.Text("Looking."),
                new ChatPart.ToolCall("call_1", "shell", "{\"command\":[\"ls\"]}"),
                new ChatPart.ToolCall("call_2", "apply_patch", "{\"input\":\"*** Begin\"}"),
            ],
            request.Messages[3].Parts);
        var results = request.Messages[4].Parts.Cast<ChatPart.ToolResult>().ToList();
        Assert.Equal(["call_1", "call_2"], results.Select(result => result.CallId));
        Assert.Equal([new ChatPart.Text("a.txt")], results[0].Content);
        Assert.Equal([new ChatPart.Text("Done"), new ChatPart.Image(new MediaSource(null, FileId: "file_1"), "low")], results[1].Content);

        Assert.True(request.Stream);
        Assert.Equal(new ToolChoice(ToolChoiceMode.Auto), request.ToolChoice);
        Assert.False(request.ParallelToolCalls);
        Assert.Equal(new ReasoningDemand(Effort: "high", Shown: true), request.Reasoning);
        Assert.Equal(("shell", "Runs it", false), (request.Tools[0].Name, request.Tools[0].Description, request.Tools[0].Strict));
        Assert.Equal("Edits\n\nThe input must match this lark grammar:\nstart: x", request.Tools[1].Description);
        Assert.Equal("object", request.Tools[1].Parameters!.Value.GetProperty("type").GetString());
        Assert.All(request.Foreign, field => Assert.True(field.IsHint, field.Name));
        Assert.Equal(
            ["client_metadata", "input[3].phase", "prompt_cache_key", "text.verbosity", "tools[1].format"],
            request.Foreign.Select(field => field.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void TryRead_Text_IsTheUsers()
    {
        var request = Read("""{"model":"m","input":"hi"}""");
        Assert.Equal("m", request.Model);
        Assert.False(request.Stream);
        Assert.Equal((ChatRole.User, new ChatPart.Text("hi")), (Assert.Single(request.Messages).Role, Assert.Single(request.Messages[0].Parts)));
        Assert.Empty(request.Foreign);
        Assert.Null(request.ToolChoice);
        Assert.Null(request.Reasoning);
    }

    [Fact]
    public void TryRead_Sampling_IsCarried()
    {
        var request = Read("""{"model":"m","input":"x","temperature":0.5,"top_p":0.25,"max_output_tokens":64,"top_logprobs":3,"safety_identifier":"s","user":"s"}""");
        Assert.Equal((0.5, 0.25, 64L, 3, "s"), (request.Temperature, request.TopP, request.MaxOutputTokens, request.TopLogprobs, request.EndUser));
        Assert.Empty(request.Foreign);
    }

    [Theory]
    [InlineData("\"top_logprobs\":0", null)]
    [InlineData("\"include\":[\"message.output_text.logprobs\"]", 0)]
    [InlineData("\"include\":[\"message.output_text.logprobs\"],\"top_logprobs\":2", 2)]
    [InlineData("\"top_logprobs\":2,\"include\":[\"message.output_text.logprobs\"]", 2)]
    public void TryRead_Logprobs_AreAskedForByEither(string fields, int? expected) =>
        Assert.Equal(expected, Read($$"""{"model":"m","input":"x",{{fields}}}""").TopLogprobs);

    [Theory]
    [InlineData("\"safety_identifier\":\"new\",\"user\":\"old\"")]
    [InlineData("\"user\":\"old\",\"safety_identifier\":\"new\"")]
    public void TryRead_TwoNamesOfTheUser_KeepsTheNewer(string fields)
    {
        var request = Read($$"""{"model":"m","input":"x",{{fields}}}""");
        Assert.Equal("new", request.EndUser);
        Assert.Equal(("user", "old"), (Assert.Single(request.Foreign).Name, request.Foreign[0].Value.GetString()));
    }

    [Theory]
    [InlineData("\"auto\"", ToolChoiceMode.Auto, null)]
    [InlineData("\"none\"", ToolChoiceMode.None, null)]
    [InlineData("\"required\"", ToolChoiceMode.Required, null)]
    [InlineData("""{"type":"function","name":"f"}""", ToolChoiceMode.Required, "f")]
    [InlineData("""{"type":"custom","name":"p"}""", ToolChoiceMode.Required, "p")]
    public void TryRead_ToolChoice_IsCarried(string choice, ToolChoiceMode mode, string? name) => Assert.Equal(
        new ToolChoice(mode, name), Read($$"""{"model":"m","input":"x","tool_choice":{{choice}}}""").ToolChoice);

    [Theory]
    [InlineData("auto", ToolChoiceMode.Auto)]
    [InlineData("required", ToolChoiceMode.Required)]
    public void TryRead_AllowedTools_AreTheOnlyOnes(string mode, ToolChoiceMode expected)
    {
        var request = Read($$"""
            {"model":"m","input":"x","tools":[{"type":"function","name":"f"},{"type":"function","name":"g"},{"type":"web_search"}],
             "tool_choice":{"type":"allowed_tools","mode":"{{mode}}","tools":[{"type":"function","name":"g"},{"type":"web_search"}]} }
            """);
        Assert.Equal(["g", "web_search"], request.Tools.Select(tool => tool.Name));
        Assert.Equal(new ToolChoice(expected), request.ToolChoice);
    }

    [Theory]
    [InlineData("web_search")]
    [InlineData("file_search")]
    [InlineData("code_interpreter")]
    [InlineData("computer_use_preview")]
    [InlineData("image_generation")]
    [InlineData("mcp")]
    [InlineData("local_shell")]
    public void TryRead_VendorsTool_IsKeptWhole(string type)
    {
        var request = Read($$"""{"model":"m","input":"x","tools":[{"type":"{{type}}","option":1}],"tool_choice":{"type":"{{type}}"} }""");
        var tool = Assert.Single(request.Tools);
        Assert.Equal((type, "tools[0]", false), (tool.Name, tool.Vendor!.Name, tool.Vendor.IsHint));
        Assert.Equal(1, tool.Vendor.Value.GetProperty("option").GetInt32());
        Assert.Null(request.ToolChoice);
        Assert.Equal(("tool_choice", false), (Assert.Single(request.Foreign).Name, request.Foreign[0].IsHint));
    }

    [Fact]
    public void TryRead_Schema_IsCarried()
    {
        var format = Read("""
            {"model":"m","input":"x","text":{"format":{"type":"json_schema","name":"n","description":"d","strict":true,"schema":{"type":"object"}}}}
            """).ResponseFormat!;
        Assert.Equal(("n", "d", true), (format.Name, format.Description, format.Strict));
        Assert.Equal("object", format.Schema!.Value.GetProperty("type").GetString());
        Assert.Equal(new ResponseFormat(null), Read("""{"model":"m","input":"x","text":{"format":{"type":"json_object"}}}""").ResponseFormat);
        Assert.Null(Read("""{"model":"m","input":"x","text":{"format":{"type":"text"}}}""").ResponseFormat);
    }

    [Theory]
    [InlineData("""{"effort":"none"}""", false, null, null)]
    [InlineData("""{"effort":"minimal"}""", null, "minimal", null)]
    [InlineData("""{"effort":"high","summary":"detailed"}""", null, "high", true)]
    [InlineData("""{"generate_summary":"auto"}""", null, null, true)]
    public void TryRead_Reasoning_IsCarried(string reasoning, bool? enabled, string? effort, bool? shown) => Assert.Equal(
        new ReasoningDemand(enabled, effort, null, shown), Read($$"""{"model":"m","input":"x","reasoning":{{reasoning}}}""").Reasoning);

    [Theory]
    [InlineData("\"previous_response_id\":\"r\"", "previous_response_id", false)]
    [InlineData("\"conversation\":\"c\"", "conversation", false)]
    [InlineData("\"prompt\":{\"id\":\"p\"}", "prompt", false)]
    [InlineData("\"something_new\":1", "something_new", false)]
    [InlineData("\"reasoning\":{\"mode\":\"pro\"}", "reasoning.mode", false)]
    [InlineData("\"text\":{\"format\":{\"type\":\"grammar\"}}", "text.format", false)]
    [InlineData("\"include\":[\"file_search_call.results\"]", "include", true)]
    [InlineData("\"background\":true", "background", false)]
    [InlineData("\"truncation\":\"auto\"", "truncation", true)]
    [InlineData("\"metadata\":{}", "metadata", true)]
    [InlineData("\"service_tier\":\"flex\"", "service_tier", true)]
    [InlineData("\"stream_options\":{}", "stream_options", true)]
    [InlineData("\"max_tool_calls\":3", "max_tool_calls", true)]
    [InlineData("\"reasoning\":{\"summary\":\"concise\"}", "reasoning.summary", true)]
    public void TryRead_FieldWithoutPlace_IsKept(string field, string name, bool isHint)
    {
        var kept = Assert.Single(Read($$"""{"model":"m","input":"x",{{field}}}""").Foreign);
        Assert.Equal((name, isHint), (kept.Name, kept.IsHint));
    }

    [Theory]
    [InlineData("""{"type":"item_reference","id":"msg_1"}""", "item_reference", ChatRole.Assistant)]
    [InlineData("""{"id":"msg_1"}""", "item_reference", ChatRole.Assistant)]
    [InlineData("""{"type":"web_search_call","id":"ws_1","status":"completed"}""", "web_search_call", ChatRole.Assistant)]
    [InlineData("""{"type":"compaction","encrypted_content":"x"}""", "compaction", ChatRole.Assistant)]
    [InlineData("""{"type":"computer_call_output","call_id":"c","output":{}}""", "computer_call_output", ChatRole.User)]
    [InlineData("""{"type":"mcp_approval_response","approve":true}""", "mcp_approval_response", ChatRole.User)]
    public void TryRead_VendorsItem_IsForeign(string item, string type, ChatRole role)
    {
        var message = Assert.Single(Read($$"""{"model":"m","input":[{{item}}]}""").Messages);
        var part = Assert.IsType<ChatPart.Foreign>(Assert.Single(message.Parts));
        Assert.Equal((role, WireName.OpenAiResponses, type, item), (message.Role, part.Wire, part.Type, part.Raw.GetRawText()));
    }

    [Theory]
    [InlineData("""{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}""", "application/pdf", null, "JVBE", null)]
    [InlineData("""{"type":"input_file","filename":"a.pdf","file_data":"JVBE"}""", null, null, "JVBE", null)]
    [InlineData("""{"type":"input_file","filename":"a.pdf","file_url":"https://x/a.pdf"}""", null, "https://x/a.pdf", null, null)]
    [InlineData("""{"type":"input_file","filename":"a.pdf","file_id":"file_1"}""", null, null, null, "file_1")]
    public void TryRead_File_IsCarried(string part, string? type, string? url, string? base64, string? id) => Assert.Equal(
        new ChatPart.File(new MediaSource(type, url, base64, id), "a.pdf"), SinglePart(part));

    [Theory]
    [InlineData("""{"type":"input_image","image_url":"https://x/a.png","detail":"high"}""", null, "https://x/a.png", null, "high")]
    [InlineData("""{"type":"input_image","image_url":"data:image/jpeg;base64,AA=="}""", "image/jpeg", null, "AA==", null)]
    [InlineData("""{"type":"input_image","image_url":"data:text/plain,x"}""", null, "data:text/plain,x", null, null)]
    public void TryRead_Image_IsCarried(string part, string? type, string? url, string? base64, string? detail) => Assert.Equal(
        new ChatPart.Image(new MediaSource(type, url, base64), detail), SinglePart(part));

    [Fact]
    public void TryRead_OtherParts_AreCarried()
    {
        Assert.Equal(new ChatPart.Refusal("no"), SinglePart("""{"type":"refusal","refusal":"no"}"""));
        Assert.Equal(
            new ChatPart.Audio(new MediaSource("audio/wav", Base64: "AA==")), SinglePart("""{"type":"input_audio","input_audio":{"format":"wav","data":"AA=="}}"""));
        Assert.Equal("input_video", Assert.IsType<ChatPart.Foreign>(SinglePart("""{"type":"input_video","video_url":"x"}""")).Type);
    }

    [Fact]
    public void TryRead_StatesOfOtherWires_ComeBackAsTheirs()
    {
        var parts = Read("""
            {"model":"m","input":[
              {"type":"reasoning","id":"r","summary":[],"content":[{"type":"reasoning_text","text":"hm"}],"encrypted_content":"autoclaw:Anthropic:signature:a:b"},
              {"type":"reasoning","id":"r","summary":[],"encrypted_content":"autoclaw-call:Gemini:thoughtSignature:s"},
              {"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
              {"type":"reasoning","id":"r","summary":[],"encrypted_content":"autoclaw:Nobody:x:y"}]}
            """).Messages.Single().Parts;
        Assert.Equal(
            [
                new ChatPart.Reasoning("hm", new OpaqueState(WireName.Anthropic, "signature", "a:b")),
                new ChatPart.ToolCall("c", "f", "{}", new OpaqueState(WireName.Gemini, "thoughtSignature", "s")),
                new ChatPart.Reasoning("", new OpaqueState(WireName.OpenAiResponses, "encrypted_content", "autoclaw:Nobody:x:y")),
            ],
            parts);
    }

    [Fact]
    public void TryRead_ThoughtThatOnlyItsMakerKnows_IsAHint()
    {
        var request = Read("""{"model":"m","input":[{"role":"user","content":"x"},{"type":"reasoning","id":"rs_1","summary":[]}]}""");
        Assert.Single(request.Messages);
        Assert.Equal(("input[1]", true), (Assert.Single(request.Foreign).Name, request.Foreign[0].IsHint));
    }

    [Theory]
    [InlineData("""{"model":"m","input":[{"type":"function_call","name":"f","arguments":"{}"}]}""", "missing_field", "input[0].call_id")]
    [InlineData("""{"model":"m","input":[{"type":"function_call","call_id":"c","arguments":"{}"}]}""", "missing_field", "input[0].name")]
    [InlineData("""{"model":"m","input":[{"type":"function_call","call_id":"c","name":"f"}]}""", "missing_field", "input[0].arguments")]
    [InlineData("""{"model":"m","input":[{"type":"function_call","call_id":"c","name":"f","arguments":{}}]}""", "wrong_type", "input[0].arguments")]
    [InlineData("""{"model":"m","input":[{"type":"function_call_output","call_id":"c"}]}""", "missing_field", "input[0].output")]
    [InlineData("""{"model":"m","input":[{"type":"function_call_output","call_id":"c","output":5}]}""", "wrong_type", "input[0].output")]
    [InlineData("""{"model":"m","input":[{"type":"reasoning","summary":"x"}]}""", "wrong_type", "input[0].summary")]
    [InlineData("""{"model":"m","input":[{"role":"robot","content":"x"}]}""", "wrong_type", "input[0].role")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"text":"x"}]}]}""", "missing_field", "input[0].content[0].type")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"input_text"}]}]}""", "missing_field", "input[0].content[0].text")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"input_image"}]}]}""", "missing_field", "input[0].content[0].image_url")]
    [InlineData("""{"model":"m","input":[{"role":"user","content":[{"type":"input_file"}]}]}""", "missing_field", "input[0].content[0].file_data")]
    [InlineData("""{"model":"m","input":"x","tools":[{"name":"f"}]}""", "missing_field", "tools[0].type")]
    [InlineData("""{"model":"m","input":"x","tools":[{"type":"function"}]}""", "missing_field", "tools[0].name")]
    [InlineData("""{"model":"m","input":"x","tools":[{"type":"function","name":"f","parameters":"{}"}]}""", "wrong_type", "tools[0].parameters")]
    [InlineData("""{"model":"m","input":"x","tools":[5]}""", "wrong_type", "tools[0]")]
    [InlineData("""{"model":"m","input":"x","tool_choice":5}""", "wrong_type", "tool_choice")]
    [InlineData("""{"model":"m","input":"x","tool_choice":{"type":"function"}}""", "missing_field", "tool_choice.name")]
    [InlineData("""{"model":"m","input":"x","text":{"format":{"type":"json_schema","name":"n"}}}""", "wrong_type", "text.format.schema")]
    [InlineData("""{"model":"m","input":"x","text":{"format":{}}}""", "missing_field", "text.format.type")]
    [InlineData("""{"model":"m","input":"x","reasoning":"high"}""", "wrong_type", "reasoning")]
    [InlineData("""{"model":"m","input":"x","parallel_tool_calls":"yes"}""", "wrong_type", "parallel_tool_calls")]
    [InlineData("""{"model":"m","input":"x","top_logprobs":"3"}""", "wrong_type", "top_logprobs")]
    [InlineData("""{"model":"m","input":"x","user":5}""", "wrong_type", "user")]
    [InlineData("""{"model":"m","input":"\ud800"}""", "invalid_json", null)]
    public void TryRead_NotUnderstood_NamesTheFault(string body, string code, string? param)
    {
        Assert.False(new ResponsesWire().TryRead(Encoding.UTF8.GetBytes(body), out var request, out var problem));
        Assert.Null(request);
        Assert.Equal((code, param), (problem!.Code, problem.Param));
        Assert.NotEmpty(problem.Message);
    }

    [Fact]
    public void TryRead_MutatedBody_NeverThrows() => Gen.Select(Gen.Int[0, Agent.Length - 1], Gen.Byte, Gen.Int[0, Agent.Length - 1]).Sample(
        (at, with, cut) =>
        {
            var body = Encoding.UTF8.GetBytes(Agent);
            body[at] = with;
            var read = new ResponsesWire().TryRead(body, out var request, out var problem);
            Assert.Equal(read, problem is null);
            Assert.Equal(read, request is not null);
            Assert.False(new ResponsesWire().TryRead(body.AsMemory(..cut), out _, out _));
        },
        iter: 3000);

    private static ChatPart SinglePart(string part) =>
        Assert.Single(Assert.Single(Read($$"""{"model":"m","input":[{"role":"user","content":[{{part}}]}]}""").Messages).Parts);

    private static ChatRequest Read(string body)
    {
        Assert.True(new ResponsesWire().TryRead(Encoding.UTF8.GetBytes(body), out var request, out var problem), problem?.Message);
        return request!;
    }
}
