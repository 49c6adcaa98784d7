using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiResponses;
using AutoClaw.FunctionalTests.Fixtures;

namespace AutoClaw.FunctionalTests.Schema;

/// <summary>The examples in OpenAI's description of its Responses API are understood.</summary>
public sealed partial class ResponsesExampleTests
{
    [Fact]
    public void Request_OfEveryExample_Reads()
    {
        var document = Document();
        var start = document.IndexOf("operationId: createResponse\n", StringComparison.Ordinal);
        var section = document[start..document.IndexOf("operationId: ", start + 20, StringComparison.Ordinal)];
        var bodies = RequestBody().Matches(section).Select(match => Encoding.UTF8.GetBytes(match.Groups[1].Value)).ToList();
        Assert.True(bodies.Count >= 8, $"{bodies.Count} examples");
        Assert.All(bodies, body =>
        {
            Assert.True(ResponsesRequestScanner.TryScan(body, out var envelope, out var problem), problem?.Message);
            Assert.NotEmpty(envelope!.Parts);
            Assert.True(new ResponsesWire().TryRead(body, out var request, out problem), problem?.Message);
            Assert.NotEmpty(request!.Messages);
            Assert.Equal(envelope.Tools, request.Tools.Count);
            Assert.All(request.Foreign, field => Assert.True(field.IsHint, field.Name));
        });
    }

    [Fact]
    public void Event_OfEveryExample_Reads()
    {
        var document = Document();
        var read = 0;
        foreach (var component in OpenAiSchema.ResponseEvents.Values)
        {
            var start = document.IndexOf($"\n    {component}:\n", StringComparison.Ordinal) + 1;
            var end = NextComponent().Match(document, document.IndexOf('\n', start)).Index;
            var example = Example().Match(document, start, end + 1 - start);
            if (example.Success && IsJson(example.Groups[2].Value))
            {
                Assert.True(new ResponsesWire().NewReader().TryRead(Encoding.UTF8.GetBytes(example.Groups[2].Value), []), example.Value);
                read++;
            }
        }

        Assert.True(read >= 10, $"{read} examples");
    }

    [Fact]
    public void Event_ExampleOfAnIncompleteAnswer_TellsWhy()
    {
        var document = Document();
        var start = document.IndexOf("\n    ResponseIncompleteEvent:\n", StringComparison.Ordinal);
        var events = new List<ChatEvent>();
        Assert.True(new ResponsesWire().NewReader().TryRead(Encoding.UTF8.GetBytes(Example().Match(document, start).Groups[2].Value), events));
        Assert.Contains(new ChatEvent.Finished(0, FinishReason.Length), events);
    }

    [GeneratedRegex("-d '(\\{.*?\\})'", RegexOptions.Singleline)]
    private static partial Regex RequestBody();

    [GeneratedRegex("\\n    (?=[A-Za-z])")]
    private static partial Regex NextComponent();

    [GeneratedRegex("\\n( +)example: \\|[-+]?\\n((?:\\1  .*\\n|\\s*\\n)+)")]
    private static partial Regex Example();

    // One of them lacks a comma.
    private static bool IsJson(string text)
    {
        try
        {
            JsonDocument.Parse(text).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Document() => File.ReadAllText(Repository.SharedFile("specs", "openai-openapi.yaml"));
}
