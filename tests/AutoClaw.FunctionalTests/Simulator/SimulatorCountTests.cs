using System.Net;
using System.Text.Json;
using AutoClaw.Cli.Simulator;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Schema;

namespace AutoClaw.FunctionalTests.Simulator;

/// <summary>What the simulator counts, and what it refuses.</summary>
public sealed class SimulatorCountTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stats_ManyAnswers_EqualTheSumOfTheirUsage()
    {
        await using var client = await SimulatorClient.StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(1, 40).Select(async i =>
        {
            var stream = i % 2 == 0 ? "\"stream\":true,\"stream_options\":{\"include_usage\":true}," : string.Empty;
            using var answer = await client.PostAsync($"{{{stream}\"max_tokens\":{i},\"messages\":[{{\"role\":\"user\",\"content\":\"Number {i}\"}}]}}");
            return await answer.Content.ReadAsStringAsync(Cancellation);
        }));
        var usages = answers.Select(UsageOf).ToList();
        var stats = client.Server.Stats;
        Assert.Equal(usages.Sum(usage => usage.Prompt), stats.PromptTokens);
        Assert.Equal(usages.Sum(usage => usage.Completion), stats.CompletionTokens);
        Assert.Equal(Enumerable.Range(1, 40).Sum(), stats.CompletionTokens);
        Assert.Equal((40, 40, 0, 0, 0, 0), (stats.Requests, stats.Answered, stats.Rejected, stats.Failed, stats.Cancelled, stats.InFlight));
    }

    [Fact]
    public async Task StatsPath_Get_GivesTheSameFigures()
    {
        await using var client = await SimulatorClient.StartAsync();
        using (await client.PostAsync("""{"messages":[{"role":"user","content":"Hi"}]}"""))
        {
        }

        using var stats = JsonDocument.Parse(await client.Http.GetStringAsync(new Uri(client.Server.BaseUrl, "/simulator/stats"), Cancellation));
        Assert.Equal(1, stats.RootElement.GetProperty("answered").GetInt64());
        Assert.Equal(client.Server.Stats.PromptTokens, stats.RootElement.GetProperty("prompt_tokens").GetInt64());
    }

    [Fact]
    public async Task Cancel_MidStream_IsCountedAtOnce()
    {
        await using var client = await SimulatorClient.StartAsync(new SimulatorServerOptions { TokensPerSecond = 50, OutputTokens = 100_000 });

        // A bare socket: HttpClient would go on reading for a while to save the connection.
        using (var raw = await RawConnection.PostAsync(client.Server.BaseUrl, """{"stream":true,"messages":[{"role":"user","content":"Go on"}]}"""))
        {
            await raw.ReadUntilAsync("\"content\":\" answer\"");
            Assert.Equal(1, client.Server.Stats.InFlight);
        }

        await Eventually.TrueAsync(() => client.Server.Stats.Cancelled == 1);
        Assert.Equal(0, client.Server.Stats.InFlight);
        Assert.InRange(client.Server.Stats.PartialCompletionTokens, 1, 1000);
        Assert.Equal(0, client.Server.Stats.CompletionTokens);
    }

    [Fact]
    public async Task Pace_TtftAndRate_AreKept()
    {
        await using var client = await SimulatorClient.StartAsync(
            new SimulatorServerOptions { Ttft = TimeSpan.FromMilliseconds(150), TokensPerSecond = 200, OutputTokens = 101 });
        var started = TimeProvider.System.GetTimestamp();
        using var answer = await client.PostAsync("""{"stream":true,"messages":[{"role":"user","content":"Go on"}]}""");
        var first = TimeProvider.System.GetElapsedTime(started);
        await answer.Content.ReadAsStringAsync(Cancellation);
        var all = TimeProvider.System.GetElapsedTime(started);

        // 100 waits of 5 ms: drift of a millisecond each would show. The upper bounds leave room for a busy machine.
        Assert.InRange(first.TotalMilliseconds, 149, 1500);
        Assert.InRange(all.TotalMilliseconds, 649, 3000);
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"x"}""", null)]
    [InlineData("[]", null)]
    [InlineData("{}", "messages")]
    [InlineData("""{"messages":[]}""", "messages")]
    [InlineData("""{"messages":"x"}""", "messages")]
    [InlineData("""{"messages":[{"content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"robot","content":"x"}]}""", "messages[0].role")]
    [InlineData("""{"messages":[{"role":"user","content":7}]}""", "messages[0].content")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"stream":"yes"}""", "stream")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"n":0}""", "n")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"max_tokens":1.5}""", "max_tokens")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"tools":[{"type":"function"}]}""", "tools[0].function.name")]
    [InlineData("""{"messages":[{"role":"user","content":"x"}],"tool_choice":"required"}""", "tool_choice")]
    public async Task BadInput_Post_IsRefusedWithTheFieldAtFault(string body, string? param)
    {
        await using var client = await SimulatorClient.StartAsync();
        using var answer = await client.PostAsync(body);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        using var error = JsonDocument.Parse(text);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(param, error.RootElement.GetProperty("error").GetProperty("param").GetString());
        Assert.Equal((1, 1), (client.Server.Stats.Requests, client.Server.Stats.Rejected));
    }

    [Fact]
    public async Task ApiKey_Demanded_LetsOnlyItIn()
    {
        await using var client = await SimulatorClient.StartAsync(new SimulatorServerOptions { ApiKey = "open sesame" });
        const string Body = """{"messages":[{"role":"user","content":"x"}]}""";
        using var without = await client.PostAsync(Body);
        client.Http.DefaultRequestHeaders.Authorization = new("Bearer", "open sesame");
        using var with = await client.PostAsync(Body);
        Assert.Equal((HttpStatusCode.Unauthorized, HttpStatusCode.OK), (without.StatusCode, with.StatusCode));
        Assert.Equal((1, 1), (client.Server.Stats.Rejected, client.Server.Stats.Answered));
    }

    [Theory]
    [InlineData("GET", "v1/chat/completions", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "healthz", HttpStatusCode.OK)]
    public async Task Paths_OtherThanTheApi_AnswerPlainly(string method, string path, HttpStatusCode status)
    {
        await using var client = await SimulatorClient.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(client.Server.BaseUrl, "/" + path));
        using var answer = await client.Http.SendAsync(request, Cancellation);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("true", Assert.Single(answer.Headers.GetValues(Reply.Label)));
    }

    [Fact]
    public async Task Answers_AllShapes_FitOpenAisDescription()
    {
        await using var client = await SimulatorClient.StartAsync(new SimulatorServerOptions { OutputTokens = 5 });
        const string Rest = """
            "messages":[{"role":"user","content":"x"}],"logprobs":true,"top_logprobs":1,"n":2,
            "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]
            """;
        foreach (var choice in (string[])["auto", "none"])
        {
            using var whole = await client.PostAsync($"{{{Rest},\"tool_choice\":\"{choice}\"}}");
            await OpenAiSchema.AssertValidAsync(OpenAiSchema.ChatResponse, await whole.Content.ReadAsStringAsync(Cancellation));
            using var stream = await client.PostAsync($"{{{Rest},\"tool_choice\":\"{choice}\",\"stream\":true,\"stream_options\":{{\"include_usage\":true}}}}");
            var events = (await stream.Content.ReadAsStringAsync(Cancellation)).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal("data: [DONE]", events[^1]);
            foreach (var chunk in events[..^1])
            {
                await OpenAiSchema.AssertValidAsync(OpenAiSchema.ChatChunk, chunk["data: ".Length..]);
            }
        }

        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Models, await client.Http.GetStringAsync("models", Cancellation));
        using var error = await client.PostAsync("{}");
        await OpenAiSchema.AssertValidAsync(OpenAiSchema.Error, await error.Content.ReadAsStringAsync(Cancellation));
    }

    private static (long Prompt, long Completion) UsageOf(string answer)
    {
        var json = answer.StartsWith("data: ", StringComparison.Ordinal)
            ? answer.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^2]["data: ".Length..]
            : answer;
        using var document = JsonDocument.Parse(json);
        var usage = document.RootElement.GetProperty("usage");
        return (usage.GetProperty("prompt_tokens").GetInt64(), usage.GetProperty("completion_tokens").GetInt64());
    }
}
