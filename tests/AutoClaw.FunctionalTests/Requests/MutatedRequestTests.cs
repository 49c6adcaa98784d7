using System.Text;
using System.Text.Json;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Requests;

/// <summary>
/// Requests damaged at random, from one seed: whatever reaches the engine is one JSON object that every parser reads alike, and no
/// damage makes the gateway fail.
/// </summary>
public sealed class MutatedRequestTests
{
    private const int Requests = 1500;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0061", "\\ud800", "null", "true", "-", "1e5", "1.0e0", "0", " ", "\n", "\t", "\0", "é", "😀",
        "\"model\":\"cloud\",", "\"mod\\u0065l\":\"cloud\",", "\"stream\":true,", "\"stream\":false,", "\"messages\":[],", "\"stream_options\":{},",
        "\"stream_options\":null,", "\"include_usage\":false,", "\"max_tokens\":1,", "{\"role\":\"user\"},", "[[[[", "]]]]",
    ];

    private static readonly string[] Bodies =
    [
        """{"model":"auto","messages":[{"role":"user","content":"hi"}]}""",
        """{ "stream" : true, "stream_options":{"include_usage":false,"x":[1,{"y":null}]}, "messages":[{"role":"system","content":"a"},{"content":[{"type":"text","text":"b"}],"role":"user"}], "model" : "auto" }""",
        """{"stream":false,"max_completion_tokens":9,"max_tokens":8,"n":1,"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"model":"auto","messages":[{"role":"user","content":"\u00e9\"\\"}],"seed":1.0e0}""",
    ];

    [Fact]
    public async Task Chat_DamagedAtRandom_IsRefusedOrReachesTheEngineSound()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("a"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var random = new Random(20);
        var (taken, refused) = (0, 0);
        for (var i = 0; i < Requests; i++)
        {
            var body = Damage(Encoding.UTF8.GetBytes(Bodies[i % Bodies.Length]), random);
            var answer = await gateway.PostAsync("chat/completions", body);
            var shown = $"{Encoding.UTF8.GetString(body)}\n{answer.Text}";
            switch ((int)answer.Status)
            {
                case 200:
                    taken++;
                    var received = engine.Requests.Items[^1].Body;
                    Assert.True(Read(received) is { } request && request.GetProperty("stream").GetBoolean(), $"{shown}\n{Encoding.UTF8.GetString(received)}");
                    Assert.Equal(TestEngine.LocalModel, Read(received)!.Value.GetProperty("model").GetString());
                    Assert.True(Read(body) is not null, shown);
                    break;
                case 400 or 404:
                    refused++;
                    Assert.Equal("invalid_request_error", (string?)answer.Error["type"]);
                    break;
                default:
                    Assert.Fail($"{answer.Status}: {shown}");
                    break;
            }

            Assert.Equal(taken, engine.Requests.Items.Count);
        }

        Assert.True(taken > Requests / 20 && refused > Requests / 3, $"{taken} taken, {refused} refused");
        Assert.Equal(1, gateway.Connections);
        Assert.Empty(gateway.Log.Items);
    }

    private static JsonElement? Read(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body, Strict).RootElement;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Damage(byte[] body, Random random)
    {
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var at = random.Next(body.Length);
            var length = random.Next(1, Math.Min(12, body.Length - at + 1));
            byte[] fragment = [.. Encoding.UTF8.GetBytes(Fragments[random.Next(Fragments.Length)])];
            body = random.Next(5) switch
            {
                0 => [.. body[..at], .. body[(at + length)..]],
                1 => [.. body[..at], .. fragment, .. body[at..]],
                2 => [.. body[..at], .. fragment, .. body[(at + length)..]],
                3 => [.. body[..at], .. body[at..(at + length)], .. body[at..]],
                _ => [.. body[..at], (byte)random.Next(256), .. body[(at + 1)..]],
            };
        }

        return body;
    }
}
