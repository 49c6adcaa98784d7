using System.ClientModel;
using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Clients;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.FunctionalTests.Gateway;
using OpenAI.Responses;

// OpenAI marks its client for this API as one that may still change.
#pragma warning disable OPENAI001

namespace AutoClaw.FunctionalTests.OpenAiClient;

/// <summary>What an application does with the official client's Responses, through the gateway to simulated engines.</summary>
public sealed class ResponsesTests
{
    private static readonly BinaryData Schema = BinaryData.FromString(
        """{"type":"object","properties":{"City":{"type":"string"},"Days":{"type":"integer"}},"required":["City","Days"],"additionalProperties":false}""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task CreateResponse_Text_AnswersWithTheLedgersUsageStreamedOrNot()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var client = engines.Gateway.OpenAI().GetResponsesClient();
        ResponseResult whole = await client.CreateResponseAsync("local", Travel.Question, cancellationToken: Cancellation);
        var text = "";
        ResponseResult? streamed = null;
        await foreach (var update in client.CreateResponseStreamingAsync("local", Travel.Question, cancellationToken: Cancellation))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            streamed = (update as StreamingResponseCompletedUpdate)?.Response ?? streamed;
        }

        Assert.NotEmpty(text);
        Assert.Equal((text, text), (whole.GetOutputText(), streamed!.GetOutputText()));
        Assert.Equal(
            engines.Gateway.Ledger().Select(row => (row.InputTokens, row.OutputTokens, row.Outcome)),
            new[] { whole, streamed }.Select(answer => ((long)answer.Usage.InputTokenCount, (long)answer.Usage.OutputTokenCount, AttemptOutcome.Completed)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task CreateResponse_SeveralTurns_AreAllSent(bool kept)
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var client = engines.Gateway.OpenAI().GetResponsesClient();
        ResponseResult first = await client.CreateResponseAsync("local", Travel.Question, cancellationToken: Cancellation);
        ResponseItem[] items = [ResponseItem.CreateUserMessageItem(Travel.Question), .. first.OutputItems, ResponseItem.CreateUserMessageItem(Travel.FollowUp)];
        ResponseResult second = kept
            ? await client.CreateResponseAsync("local", Travel.FollowUp, first.Id, Cancellation)
            : await client.CreateResponseAsync("local", items, cancellationToken: Cancellation);
        Assert.NotEmpty(second.GetOutputText());
        Assert.True(second.Usage.InputTokenCount > first.Usage.TotalTokenCount);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Tools_Offered_AreCalledAndTheirResultsAnswered(int count)
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var client = engines.Gateway.OpenAI().GetResponsesClient();
        string[] names = ["forecast", "trains"];
        ResponseResult called = await client.CreateResponseAsync(Ask([]), Cancellation);
        var calls = called.OutputItems.OfType<FunctionCallResponseItem>().ToArray();
        Assert.Equal(names[..count], calls.Select(call => call.FunctionName));
        Assert.All(calls, call => Assert.NotEmpty(JsonSerializer.Deserialize<Trip>(call.FunctionArguments.ToString())!.City));

        ResponseResult answer = await client.CreateResponseAsync(
            Ask([.. called.OutputItems, .. calls.Select(call => ResponseItem.CreateFunctionCallOutputItem(call.CallId, "sunny"))]), Cancellation);
        Assert.NotEmpty(answer.GetOutputText());
        Assert.Equal(["tool_calls", "stop"], engines.Gateway.Ledger().Select(row => row.FinishReason));

        CreateResponseOptions Ask(ResponseItem[] more)
        {
            var options = new CreateResponseOptions("cloud", [ResponseItem.CreateUserMessageItem(Travel.Question), .. more]);
            foreach (var name in names[..count])
            {
                options.Tools.Add(ResponseTool.CreateFunctionTool(name, Schema, true, "What there is"));
            }

            return options;
        }
    }

    [Fact]
    public async Task CreateResponse_Image_ReachesTheEngine()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var image = new Uri("data:image/png;base64," + Convert.ToBase64String(Travel.Image));
        await engines.Gateway.OpenAI().GetResponsesClient().CreateResponseAsync(
            "cloud",
            [ResponseItem.CreateUserMessageItem([ResponseContentPart.CreateInputTextPart("what is it?"), ResponseContentPart.CreateInputImagePart(image)])],
            cancellationToken: Cancellation);
        Assert.Equal(1, engines.Cloud.Stats.Images);
    }

    [Fact]
    public async Task TextFormat_Schema_IsKept()
    {
        await using var engines = await SimulatedEngines.StartAsync();
        ResponseResult answer = await engines.Gateway.OpenAI().GetResponsesClient().CreateResponseAsync(
            new CreateResponseOptions("local", [ResponseItem.CreateUserMessageItem(Travel.Question)])
            {
                TextOptions = new ResponseTextOptions { TextFormat = ResponseTextFormat.CreateJsonSchemaFormat("trip", Schema, null, true) },
            },
            Cancellation);
        Assert.NotEmpty(JsonSerializer.Deserialize<Trip>(answer.GetOutputText())!.City);
    }

    [Theory]
    [InlineData("nobody", null, 404)]
    [InlineData("local", "sk-wrong", 401)]
    public async Task CreateResponse_Refused_IsItsOwnException(string model, string? key, int status)
    {
        await using var engines = await SimulatedEngines.StartAsync();
        var client = engines.Gateway.OpenAI(key).GetResponsesClient();
        var error = await Assert.ThrowsAsync<ClientResultException>(() => client.CreateResponseAsync(model, Travel.Question, cancellationToken: Cancellation));
        Assert.Equal(status, error.Status);
    }

    [Fact]
    public async Task CreateResponseStreaming_ClientLeaves_StopsTheEngine()
    {
        // A token a minute: it would still be at it when the test has long ended.
        await using var engines = await SimulatedEngines.StartAsync(new() { TokensPerSecond = 1.0 / 60 });
        var client = engines.Gateway.OpenAI().GetResponsesClient();
        await foreach (var update in client.CreateResponseStreamingAsync("local", Travel.Question, cancellationToken: Cancellation))
        {
            if (update is StreamingResponseOutputTextDeltaUpdate)
            {
                break;
            }
        }

        await Eventually.TrueAsync(() => engines.Local.Stats is { Cancelled: 1, InFlight: 0 });
        Assert.Equal(AttemptOutcome.Cancelled, Assert.Single(await engines.Gateway.StopAndReadLedgerAsync()).Outcome);
    }
}
