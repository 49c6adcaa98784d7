using System.Text;
using System.Text.Json;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;
using CsCheck;

namespace AutoClaw.Tests.Privacy.Pseudonyms;

/// <summary>Every text of a request is looked through, whatever wire it is of, and each find is where it stands in the body.</summary>
public sealed class RequestTextsTests
{
    public static TheoryData<string, string> Requests => new()
    {
        // OpenAI chat completions.
        {
            """
            {"model":"auto","messages":[{"role":"system","content":"T1"},{"role":"user","name":"T2","content":[{"type":"text","text":"T3"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,iVBORw0KGgo=","detail":"low"}},{"type":"image_url","image_url":{"url":"https://T4"}},
            {"type":"input_audio","input_audio":{"data":"UklGRg==","format":"wav"}},{"type":"file","file":{"filename":"T5.pdf","file_data":"data:application/pdf;base64,JVBERi0="}}]},
            {"role":"assistant","content":null,"refusal":"T6","reasoning_content":"T7","tool_calls":[{"id":"call_1","type":"function","function":{"name":"find","arguments":"{\"T8\":{\"a\":[\"T9\",1234567890,7]}}"}}]},
            {"role":"tool","tool_call_id":"call_1","content":"T10"}],"tools":[{"type":"function","function":{"name":"find","description":"T11",
            "parameters":{"type":"object","title":"T12","properties":{"type":{"type":"string","description":"T13","enum":["T14"],"default":"T15"}},"required":["type"],"examples":[{"T16":"T17"}]}}}],
            "user":"T18","metadata":{"T19":"T20"},"stop":["T21"],"max_tokens":1234567890,"prediction":{"type":"content","content":"T22"},
            "web_search_options":{"user_location":{"type":"approximate","approximate":{"city":"T23"}}}}
            """,
            "T1|T2|T3|https://T4|T5.pdf|T6|T7|T8|a|a: T9|a: 1234567890|T10|T11|T12|T13|T14|T15|T16|T16: T17|T18|T19|T19: T20|T21|T22|T23"
        },

        // Anthropic Messages.
        {
            """
            {"model":"claude","max_tokens":1,"system":[{"type":"text","text":"T1","cache_control":{"type":"ephemeral","ttl":"5m"}}],"messages":[{"role":"user","content":"T2"},
            {"role":"assistant","content":[{"type":"thinking","thinking":"T3","signature":"EqQBCg+/="},{"type":"redacted_thinking","data":"EqQBCg=="},
            {"type":"tool_use","id":"toolu_1","name":"f","input":{"birthDate":"T4","id":"T5","n":[123456789,{"role":"T6"}]}}]},
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"T7"}]},
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}},
            {"type":"document","title":"T8","context":"T9","source":{"type":"text","media_type":"text/plain","data":"T10"}}]}],
            "tools":[{"name":"f","description":"T11","input_schema":{"type":"object","properties":{"a":{"const":"T12"}}},"input_examples":[{"a":"T13"}]}],
            "metadata":{"user_id":"T14"},"stop_sequences":["T15"],"mcp_servers":[{"type":"url","url":"https://T16","name":"m","authorization_token":"T17"}]}
            """,
            "T1|T2|T3|birthDate|birth Date: T4|id|id: T5|n|n: 123456789|role|role: T6|T7|T8|T9|T10|T11|T12|a|a: T13|user_id|user id: T14|T15|https://T16|T17"
        },

        // OpenAI Responses.
        {
            """
            {"model":"gpt","instructions":"T1","input":[{"role":"user","content":"T2"},{"type":"message","role":"user","content":[{"type":"input_text","text":"T3"},
            {"type":"input_file","filename":"T4","file_data":"data:text/csv;base64,VDU="},{"type":"input_image","image_url":"data:image/png;base64,aaaa"}]},
            {"type":"reasoning","id":"rs_1","encrypted_content":"gAAAAA==","summary":[{"type":"summary_text","text":"T6"}]},
            {"type":"function_call","call_id":"c","name":"f","arguments":"[\"T7\"]"},{"type":"function_call_output","call_id":"c","output":"{\"T8\":\"{\\\"T9\\\":\\\"T10\\\"}\"}"},
            {"type":"custom_tool_call","call_id":"d","name":"g","input":"T11"},{"type":"local_shell_call","action":{"type":"exec","command":["T12"]}}],
            "tools":[{"type":"custom","name":"g","description":"T13","format":{"type":"grammar","syntax":"lark","definition":"T14"}},{"type":"mcp","server_label":"T15","headers":{"Authorization":"T16"}}],
            "text":{"format":{"type":"json_schema","name":"n","schema":{"description":"T17"}}},"prompt":{"id":"p","variables":{"type":"T18"}},"safety_identifier":"T19","prompt_cache_key":"T20"}
            """,
            "T1|T2|T3|T4|T5|T6|T7|T8|T9|T9: T10|T11|T12|T13|T14|T15|T16|T17|type|type: T18|T19|T20"
        },

        // Gemini.
        {
            """
            {"systemInstruction":{"parts":[{"text":"T1"}]},"contents":[{"role":"user","parts":[{"text":"T2"},{"inlineData":{"mimeType":"image/png","data":"iVBORw0KGgo"}},
            {"inline_data":{"data":"VDM","mime_type":"text/plain"}},{"fileData":{"mimeType":"application/pdf","fileUri":"gs://T4"}}]},
            {"role":"model","parts":[{"functionCall":{"id":"1","name":"f","args":{"T5":["T6"]}},"thoughtSignature":"skip_thought_signature_validator"},{"executableCode":{"language":"PYTHON","code":"T7"}}]},
            {"role":"user","parts":[{"functionResponse":{"name":"f","response":{"output":"T8"}}}]}],
            "tools":[{"functionDeclarations":[{"name":"f","description":"T9","parameters":{"type":"OBJECT","properties":{"a":{"type":"STRING","enum":["T10"]}},"propertyOrdering":["a"]}}]}],
            "toolConfig":{"functionCallingConfig":{"mode":"ANY","allowedFunctionNames":["f"]}},"generationConfig":{"stopSequences":["T11"],"responseMimeType":"application/json",
            "responseSchema":{"type":"OBJECT","description":"T12"},"responseModalities":["TEXT"]},"safetySettings":[{"category":"HARM_CATEGORY_HARASSMENT","threshold":"BLOCK_NONE"}],"labels":{"T13":"T14"}}
            """,
            "T1|T2|T3|gs://T4|T5|T5: T6|T7|output|output: T8|T9|T10|T11|T12|T13|T13: T14"
        },

        // Embeddings.
        { """{"model":"e","input":["T1","T2"],"encoding_format":"float","dimensions":123456789}""", "T1|T2" },
        { """{"model":"e","input":"T1"}""", "T1" },

        // What no wire has today is text.
        { """{"messages":[],"new_thing":{"deep":[["T1"]]}}""", "T1" },

        // A word of the protocol that is none.
        { """{"model":"T 1","messages":[{"role":"t@2.com","tool_call_id":"T\u00203"}],"signature":"T4, T4"}""", "T 1|t@2.com|T 3|T4, T4" },

        // JSON in a text, in JSON, and what only looks like it.
        { """{"a":" [\"T1\", {\"b\": \"x\\ny\"}]\n","c":"[T2]","d":"{\"e\":\"[\\\"T3\\\\n\\\"]\"}","f":"{\"e\": T4}"}""", "T1|b|b: x\ny|[T2]|e|T3\n|{\"e\": T4}" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public void Find_AnyWire_ReadsEveryText(string body, string expected)
    {
        var texts = new List<string>();
        new RequestTexts(KnownSecrets.Record(texts)).Find(Encoding.UTF8.GetBytes(body));
        Assert.Equal(expected.Split('|'), texts);
    }

    [Theory]
    [InlineData("""{"messages":[{"content":"Mail john@x.com now"}]}""", "john@x.com")]
    [InlineData("""{"messages":[{"content":"😀é \u00e9\ud83d\ude00\n\"john@x.com\""}]}""", "john@x.com")]
    [InlineData("""{"messages":[{"content":"😀 \u006aohn\u0040x.c\u006fm!"}]}""", """\u006aohn\u0040x.c\u006fm""")]
    [InlineData("""{"arguments":"{\"to\":\"😀 \\u00e9 \\\"john@x.com\\\" \"}"}""", "john@x.com")]
    [InlineData("""{"arguments":"{\"to\":\"\\ud83d\\ude00 j\\u006fhn@x\u002ecom\"}"}""", """j\\u006fhn@x\u002ecom""")]
    [InlineData("""{"arguments":"{\"john@x.com\":1}"}""", "john@x.com")]
    [InlineData("""{"arguments":"[\"{\\\"a\\\":\\\"\\\\n\\\\u006aohn@x.com\\\"}\"]"}""", """\\\\u006aohn@x.com""")]
    public void Find_Escapes_NamesTheBytes(string body, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var found = Assert.Single(new RequestTexts(KnownSecrets.Scan(("john@x.com", PiiType.EmailAddress))).Find(bytes));
        Assert.Equal(expected, Encoding.UTF8.GetString(found.Raw.Of(bytes)));
    }

    [Fact]
    public void Find_HalfOfACharacter_TakesAllOfIt()
    {
        PiiScan second = (text, spans) => spans.Add(new PiiSpan(1, 2, PiiType.Person, 1));
        foreach (var (text, raw) in new[] { ("😀!", "😀"), ("""\ud83d\ude00!""", """\ud83d\ude00"""), ("""\ud83d\u0041!""", """\u0041""") })
        {
            var body = Encoding.UTF8.GetBytes($$"""{"content":"{{text}}"}""");
            Assert.Equal(raw, Encoding.UTF8.GetString(Assert.Single(new RequestTexts(second).Find(body)).Raw.Of(body)));
        }
    }

    [Fact]
    public void Find_NumberInData_IsTheWholeToken()
    {
        var body = Encoding.UTF8.GetBytes("""{"messages":[{"content":[{"type":"tool_use","input":{"card":4111111111111111}}]}]}""");
        var found = Assert.Single(new RequestTexts(KnownSecrets.Scan(("411111", PiiType.CreditCard))).Find(body));
        Assert.Equal((FindingPlace.Number, 0, "4111111111111111"), (found.Place, found.Strings, Encoding.UTF8.GetString(found.Raw.Of(body))));
    }

    [Fact]
    public void Find_TextFileInBase64_IsReadAsAWhole()
    {
        var body = Encoding.UTF8.GetBytes($$"""{"file_data":"data:text/plain;base64,{{Convert.ToBase64String("Mail john@x.com"u8)}}"}""");
        var found = Assert.Single(new RequestTexts(KnownSecrets.Scan(("john@x.com", PiiType.EmailAddress))).Find(body));
        Assert.Equal(FindingPlace.Encoded, found.Place);
    }

    [Fact]
    public void Find_NameOfAValue_IsNoPartOfWhatIsFound()
    {
        var body = """{"metadata":{"secret":"tea"}}"""u8.ToArray();
        PiiScan all = (text, spans) => spans.Add(new PiiSpan(0, text.Length, PiiType.Secret, 1));
        Assert.Equal(["secret", "tea"], new RequestTexts(all).Find(body).Select(found => Encoding.UTF8.GetString(found.Raw.Of(body))));
    }

    [Fact]
    public void Find_DeepNesting_IsRefusedOrAText()
    {
        var texts = new RequestTexts(KnownSecrets.Record([]));
        var deep = new string('[', 100) + new string(']', 100);
        Assert.ThrowsAny<JsonException>(() => texts.Find(Encoding.UTF8.GetBytes($$"""{"a":{{deep}}}""")));

        var read = new List<string>();
        new RequestTexts(KnownSecrets.Record(read)).Find(Encoding.UTF8.GetBytes($$"""{"a":"{{deep}}"}"""));
        Assert.Equal([deep], read);
    }

    [Fact]
    public void Find_NothingThere_AllocatesNothing()
    {
        var body = Encoding.UTF8.GetBytes(Requests.First().Data.Item1);
        var texts = new RequestTexts(static (_, _) => { });
        texts.Find(body);
        Assert.Equal(0, Allocations.Of(() => texts.Find(body)));
    }

    [Fact]
    public void Find_AnyTextInAnyEscaping_ComesAsItIs() =>
        Gen.Select(Gen.OneOf(Gen.OneOf("a", "é", "😀", "\"", "\\", "\n", "\u0001", "/", "{", "]", "中").Array[0, 20].Select(string.Concat)), Gen.Bool, Gen.Int[0, 2]).Sample((text, escaped, depth) =>
        {
            var options = new JsonSerializerOptions { Encoder = escaped ? System.Text.Encodings.Web.JavaScriptEncoder.Default : System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
            var marked = "<<" + text + ">>";
            var json = marked;
            for (var i = 0; i < depth; i++)
            {
                json = JsonSerializer.Serialize(new { x = json }, options);
            }

            var body = JsonSerializer.SerializeToUtf8Bytes(new { content = json }, options);
            var texts = new List<string>();
            new RequestTexts(KnownSecrets.Record(texts)).Find(body);
            Assert.Equal((depth == 0 ? "" : "x: ") + marked, texts[^1]);
        });
}
