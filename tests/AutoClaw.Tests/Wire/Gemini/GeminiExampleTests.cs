using System.Text;
using AutoClaw.Core.Wire.Gemini;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Tests.Wire.Gemini;

/// <summary>Requests in the shapes that the API's documentation and its clients send, read whole and written again.</summary>
public sealed class GeminiExampleTests
{
    [Theory]
    [InlineData("""{"contents":[{"parts":[{"text":"Explain how a tide works"}]}]}""")]
    [InlineData("""{"system_instruction":{"parts":[{"text":"You are a lamp."}]},"contents":[{"parts":[{"text":"On, please"}]}]}""")]
    [InlineData("""{"contents":{"role":"user","parts":{"text":"hi"}},"generation_config":{"temperature":0.2,"topP":0.8,"topK":40,"stopSequences":["Title"]}}""")]
    [InlineData("""{"contents":[{"parts":[{"inline_data":{"mime_type":"image/jpeg","data":"/9j/4AAQ"}},{"text":"Caption this image."}]}]}""")]
    [InlineData("""{"contents":[{"parts":[{"text":"List cookies"}]}],"generationConfig":{"responseMimeType":"application/json","responseSchema":{"type":"ARRAY","items":{"type":"OBJECT","properties":{"name":{"type":"STRING"},"parts":{"type":"ARRAY","items":{"type":"STRING"}}},"propertyOrdering":["name","parts"]}}}}""")]
    [InlineData("""{"contents":[{"parts":[{"text":"Who won?"}]}],"tools":[{"google_search":{}}]}""")]
    [InlineData("""{"contents":[{"parts":[{"text":"Think"}]}],"generationConfig":{"thinkingConfig":{"thinkingLevel":"low","includeThoughts":true}}}""")]
    [InlineData("""
        {"system_instruction":{"parts":[{"text":"You control lights."}]},
         "tools":[{"function_declarations":[{"name":"enable_lights","description":"Turn on."},
           {"name":"set_color","description":"Set it.","parameters":{"type":"object","properties":{"rgb_hex":{"type":"string","description":"Six digits."}},"required":["rgb_hex"]}}]}],
         "tool_config":{"function_calling_config":{"mode":"auto"}},
         "contents":[{"role":"user","parts":{"text":"Turn on the lights please."}},
           {"role":"model","parts":[{"functionCall":{"name":"enable_lights","args":{}},"thoughtSignature":"c2ln"}]},
           {"role":"function","parts":[{"functionResponse":{"name":"enable_lights","response":{"name":"enable_lights","content":{"on":true}}}}]}]}
        """)]
    public void Example_ReadAndWritten_LosesNothingThatCounts(string body)
    {
        Assert.True(GeminiRequestScanner.TryScan(Encoding.UTF8.GetBytes(body), "gemini-3-pro-preview", true, out var envelope, out var problem), problem?.Message);
        Assert.True(envelope!.Messages > 0);
        var request = GeminiText.Read(body);
        Assert.All(request.Foreign, field => Assert.True(field.IsHint));

        var again = GeminiText.Write(request, out var losses, "gemini-3-pro-preview");

        Assert.Empty(losses.Fields);
        Assert.Equal(GeminiText.Describe(request with { Foreign = [] }), GeminiText.Describe(GeminiText.Read(again) with { Foreign = [] }));
    }

    [Fact]
    public void Example_CallAndItsResult_AreOneForTheOtherWires()
    {
        var request = GeminiText.Read("""
            {"contents":[{"role":"user","parts":[{"text":"Weather?"}]},
              {"role":"model","parts":[{"functionCall":{"id":"fc1","name":"weather","args":{"city":"Oslo"}},"thoughtSignature":"c2ln"}]},
              {"role":"user","parts":[{"functionResponse":{"id":"fc1","name":"weather","response":{"temperature":"4 °C"}}}]}]}
            """);

        var call = Assert.IsType<ChatPart.ToolCall>(Assert.Single(request.Messages[1].Parts));
        var result = Assert.IsType<ChatPart.ToolResult>(Assert.Single(request.Messages[2].Parts));
        Assert.Equal(("fc1", "weather", """{"city":"Oslo"}"""), (call.Id, call.Name, call.Arguments));
        Assert.Equal("fc1", result.CallId);
        Assert.Equal([new ChatPart.Text("""{"temperature":"4 °C"}""")], result.Content);
    }
}
