using System.ClientModel;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;
using Microsoft.Data.Sqlite;
using OpenAI.Responses;

// OpenAI marks its client for this API as one that may still change.
#pragma warning disable OPENAI001

namespace AutoClaw.FunctionalTests.Wires;

/// <summary>Clients of the Responses API that come back to an answer: by the official client, and by hand where that hides what comes.</summary>
public sealed class ResponseStoreTests
{
    private const string Secret = "the-orchid-is-blue";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PreviousResponseId_KeptAnswer_TheEngineGetsTheConversation(bool stream)
    {
        await using var engine = Says("It is blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var first = await AskAsync(gateway, $$"""{"model":"home","input":"{{Secret}}","instructions":"Be brief.","stream":{{(stream ? "true" : "false")}} }""");
        Assert.True((bool)first["store"]!);
        var second = await AskAsync(gateway, $$"""{"model":"home","input":[{"role":"user","content":"and now?"}],"previous_response_id":"{{first["id"]}}","stream":{{(stream ? "true" : "false")}} }""");
        Assert.Equal((string?)first["id"], (string?)second["previous_response_id"]);
        var third = await AskAsync(gateway, $$"""{"model":"home","input":"third","previous_response_id":"{{second["id"]}}","store":false}""");
        Assert.False((bool)third["store"]!);
        Assert.Equal((string?)second["id"], (string?)third["previous_response_id"]);

        // Instructions are not carried over, everything else is.
        var sent = (await engine.Requests.AtAsync(2, Cancellation)).Json["messages"]!.AsArray();
        Assert.Equal(
            ["user:" + Secret, "assistant:It is blue.", "user:and now?", "assistant:It is blue.", "user:third"],
            sent.Select(message => $"{message!["role"]}:{message["content"]}"));
        Assert.Equal(404, (int)(await gateway.GetAsync($"/v1/responses/{third["id"]}")).Status);
    }

    [Fact]
    public async Task OfficialClient_Conversation_ContinuesAndIsRead()
    {
        await using var engine = Says("Blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var client = gateway.OpenAI().GetResponsesClient();
        ResponseResult first = await client.CreateResponseAsync("home", Secret, cancellationToken: Cancellation);
        ResponseResult second = await client.CreateResponseAsync("home", "why?", first.Id, Cancellation);
        Assert.Equal(first.Id, second.PreviousResponseId);

        ResponseResult read = await client.GetResponseAsync(second.Id, Cancellation);
        Assert.Equal("Blue.", read.GetOutputText());
        var items = new List<string>();
        await foreach (var item in client.GetResponseInputItemsAsync(new ResponseItemCollectionOptions(second.Id) { Order = ResponseItemCollectionOrder.Ascending, PageSizeLimit = 2 }, Cancellation))
        {
            items.Add(((MessageResponseItem)item).Content[0].Text);
        }

        Assert.Equal([Secret, "Blue.", "why?"], items);
        ResponseDeletionResult gone = await client.DeleteResponseAsync(second.Id, Cancellation);
        Assert.True(gone.Deleted);
        var missing = await Assert.ThrowsAsync<ClientResultException>(() => client.GetResponseAsync(second.Id, Cancellation));
        Assert.Equal(404, missing.Status);
        var cancel = await Assert.ThrowsAsync<ClientResultException>(() => client.CancelResponseAsync(first.Id, Cancellation));
        Assert.Equal(400, cancel.Status);
    }

    [Fact]
    public async Task Kept_GatewayStartsAnew_IsStillThere()
    {
        await using var engine = Says("Blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var first = await AskAsync(gateway, """{"model":"home","input":"hi"}""");
        await gateway.RestartAsync();
        Assert.Equal(first.ToJsonString(), JsonNode.Parse((await gateway.GetAsync($"/v1/responses/{first["id"]}")).Text)!.ToJsonString());
    }

    [Fact]
    public async Task Kept_File_IsItsOwnersAloneAndLosesWhatIsDeleted()
    {
        await using var engine = Says("Blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var first = await AskAsync(gateway, $$"""{"model":"home","input":"{{Secret}}"}""");
        Assert.Contains(gateway.Files("*responses.db*"), file => File.ReadAllText(file, Encoding.Latin1).Contains(Secret, StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in gateway.Files("*responses.db*"))
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            }
        }

        using var request = new HttpRequestMessage(HttpMethod.Delete, new Uri($"{gateway.BaseUrl}/responses/{first["id"]}"));
        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.Equal("""{"id":"ID","object":"response.deleted","deleted":true}""".Replace("ID", (string?)first["id"], StringComparison.Ordinal), await response.Content.ReadAsStringAsync(Cancellation));
        Assert.All(gateway.Files("*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)), file => Assert.DoesNotContain(Secret, File.ReadAllText(file, Encoding.Latin1), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Kept_OtherKey_FindsNothing()
    {
        const string Other = "sk-ac-other-0123456789abcdef";
        await using var engine = Says("Blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with
            {
                Auth = options.Auth with { Keys = [.. options.Auth.Keys, new ApiKeyOptions("other", "sha256:" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Other))))] },
            },
            TestEngine.Local(engine));
        var first = await AskAsync(gateway, """{"model":"home","input":"hi"}""");
        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Get, ""), (HttpMethod.Get, "/input_items"), (HttpMethod.Post, "/cancel"), (HttpMethod.Delete, "")])
        {
            using var request = new HttpRequestMessage(method, new Uri($"{gateway.BaseUrl}/responses/{first["id"]}{path}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Other);
            using var response = await gateway.Http.SendAsync(request, Cancellation);
            Assert.Equal(404, (int)response.StatusCode);
        }

        var refused = await gateway.PostAsync("responses", Encoding.UTF8.GetBytes($$"""{"model":"home","input":"x","previous_response_id":"{{first["id"]}}"}"""), ("Authorization", "Bearer " + Other));
        Assert.Equal((400, "previous_response_not_found", "previous_response_id"), ((int)refused.Status, refused.ErrorCode, (string?)refused.Error["param"]));
        Assert.Equal(200, (int)(await gateway.GetAsync($"/v1/responses/{first["id"]}")).Status);
    }

    [Fact]
    public async Task PreviousResponseId_EarlierAnswerDeleted_SaysWhichIsMissing()
    {
        await using var engine = Says("Blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var first = await AskAsync(gateway, """{"model":"home","input":"one"}""");
        var second = await AskAsync(gateway, $$"""{"model":"home","input":"two","previous_response_id":"{{first["id"]}}"}""");
        using (var delete = new HttpRequestMessage(HttpMethod.Delete, new Uri($"{gateway.BaseUrl}/responses/{first["id"]}")))
        {
            (await gateway.Http.SendAsync(delete, Cancellation)).Dispose();
        }

        var refused = await PostAsync(gateway, $$"""{"model":"home","input":"x","previous_response_id":"{{second["id"]}}"}""");
        Assert.Equal((400, "previous_response_not_found"), Failure(refused));
        Assert.Contains((string)first["id"]!, (string)refused.Error["message"]!, StringComparison.Ordinal);
        Assert.Equal(404, (int)(await gateway.GetAsync($"/v1/responses/{second["id"]}/input_items")).Status);
        Assert.Equal(200, (int)(await gateway.GetAsync($"/v1/responses/{second["id"]}")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SwitchedOff_ForAllOrForARoute_NothingIsWritten(bool all)
    {
        await using var engine = Says("Blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with
            {
                Responses = new ResponsesOptions(!all),
                Routes = [options.Routes[0] with { StoreResponses = all ? null : false }],
            },
            TestEngine.Local(engine));
        var first = await AskAsync(gateway, $$"""{"model":"{{GatewayUnderTest.LocalFirst}}","input":"hi","store":true}""");
        Assert.False((bool)first["store"]!);
        Assert.Empty(gateway.Files("*responses.db*"));
        Assert.Equal(404, (int)(await gateway.GetAsync($"/v1/responses/{first["id"]}")).Status);
    }

    [Fact]
    public async Task MaxBytes_MoreThanThat_TheOldestGoes()
    {
        await using var engine = Says("Blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Responses = new ResponsesOptions { MaxBytes = 6000 } }, TestEngine.Local(engine));
        var first = await AskAsync(gateway, $$"""{"model":"home","input":"{{new string('a', 2000)}}"}""");
        var second = await AskAsync(gateway, $$"""{"model":"home","input":"{{new string('b', 2000)}}"}""");
        Assert.Equal(404, (int)(await gateway.GetAsync($"/v1/responses/{first["id"]}")).Status);
        Assert.Equal(200, (int)(await gateway.GetAsync($"/v1/responses/{second["id"]}")).Status);

        // One that would take more than all: not kept, and the answer says so.
        var large = await AskAsync(gateway, $$"""{"model":"home","input":"{{new string('c', 7000)}}"}""");
        Assert.False((bool)large["store"]!);
        Assert.Equal(404, (int)(await gateway.GetAsync($"/v1/responses/{large["id"]}")).Status);
    }

    [Fact]
    public async Task MaxAge_NobodyWentOnForSoLong_IsGone()
    {
        await using var engine = Says("Blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var first = await AskAsync(gateway, """{"model":"home","input":"hi"}""");
        Assert.True(gateway.Apply(gateway.Options with { Responses = new ResponsesOptions { MaxAge = TimeSpan.Zero } }));
        Assert.Equal(404, (int)(await gateway.GetAsync($"/v1/responses/{first["id"]}")).Status);
        await AskAsync(gateway, """{"model":"home","input":"hi"}""");
        Assert.True(gateway.Apply(gateway.Options));
        Assert.Equal(404, (int)(await gateway.GetAsync($"/v1/responses/{first["id"]}")).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Store_FileIsLocked_TheAnswerSaysThatItIsNotKept(bool stream)
    {
        await using var engine = Says("Blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var first = await AskAsync(gateway, """{"model":"home","input":"one"}""");
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = gateway.Files("*.responses.db")[0], Pooling = false }.ToString()))
        {
            await connection.OpenAsync(Cancellation);
            using var begin = connection.CreateCommand();
            begin.CommandText = "BEGIN IMMEDIATE";
            begin.ExecuteNonQuery();
            var unkept = await AskAsync(gateway, $$"""{"model":"home","input":"two","previous_response_id":"{{first["id"]}}","stream":{{(stream ? "true" : "false")}} }""");
            Assert.Equal((false, "completed"), ((bool)unkept["store"]!, (string?)unkept["status"]));
            Assert.Contains(gateway.Log.Items, line => line.Contains("is not kept", StringComparison.Ordinal));
        }

        // The next one is.
        Assert.True((bool)(await AskAsync(gateway, """{"model":"home","input":"three"}"""))["store"]!);
    }

    [Fact]
    public async Task Store_FileIsNone_Says503AndTheAnswerThatItIsNotKept()
    {
        await using var engine = Says("Blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        await AskAsync(gateway, """{"model":"home","input":"one"}""");
        await gateway.StopAsync();
        await File.WriteAllTextAsync(gateway.Files("*.responses.db")[0], "not a database, but long enough to be taken for one: " + new string('x', 4096), Cancellation);
        await gateway.RestartAsync();
        Assert.Equal((503, "response_store_unavailable"), Failure(await gateway.GetAsync("/v1/responses/resp_1")));
        Assert.Equal((503, "response_store_unavailable"), Failure(await PostAsync(gateway, """{"model":"home","input":"x","previous_response_id":"resp_1"}""")));
        Assert.False((bool)(await AskAsync(gateway, """{"model":"home","input":"two"}"""))["store"]!);
    }

    [Theory]
    [InlineData("?limit=0", "limit")]
    [InlineData("?limit=101", "limit")]
    [InlineData("?limit=many", "limit")]
    [InlineData("?order=up", "order")]
    [InlineData("?after=nobody", "after")]
    public async Task InputItems_ValueThatIsNone_IsNamed(string query, string param)
    {
        await using var engine = Says("Blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var first = await AskAsync(gateway, """{"model":"home","input":"one"}""");
        var refused = await gateway.GetAsync($"/v1/responses/{first["id"]}/input_items{query}");
        Assert.Equal((400, "invalid_query", param), ((int)refused.Status, refused.ErrorCode, (string?)refused.Error["param"]));
    }

    [Fact]
    public async Task Refused_WhatIsNotDone_IsNamed()
    {
        await using var engine = Says("Blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(
            options => options with { Limits = options.Limits with { MaxBodyBytes = 1100 } }, TestEngine.Local(engine));
        Assert.Equal((400, "field_not_carried"), Failure(await PostAsync(gateway, """{"model":"home","input":"x","background":true}""")));
        var first = await AskAsync(gateway, $$"""{"model":"home","input":"{{new string('a', 600)}}"}""");
        Assert.Equal((413, "body_too_large"), Failure(await PostAsync(gateway, $$"""{"model":"home","input":"{{new string('b', 600)}}","previous_response_id":"{{first["id"]}}"}""")));
        Assert.Equal((400, "field_not_carried"), Failure(await gateway.GetAsync($"/v1/responses/{first["id"]}?stream=true")));
        Assert.Equal((404, "unknown_path"), Failure(await gateway.GetAsync($"/v1/responses/{first["id"]}/nothing")));
        Assert.Equal((405, "method_not_allowed"), Failure(await gateway.GetAsync($"/v1/responses/{first["id"]}/cancel")));
    }

    [Fact]
    public async Task WebSocket_Upgrade_IsRefusedWith426()
    {
        await using var engine = Says("Blue.");
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        using var socket = new System.Net.WebSockets.ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", "Bearer " + gateway.ApiKey);
        socket.Options.CollectHttpResponseDetails = true;
        var target = new UriBuilder(gateway.BaseUrl) { Scheme = "ws", Path = "/v1/responses" }.Uri;
        await Assert.ThrowsAsync<System.Net.WebSockets.WebSocketException>(() => socket.ConnectAsync(target, Cancellation));
        Assert.Equal(426, (int)socket.HttpStatusCode);
        Assert.Equal(200, (int)(await PostAsync(gateway, """{"model":"home","input":"hi"}""")).Status);
    }

    private static (int Status, string Code) Failure(HttpAnswer answer) => ((int)answer.Status, answer.ErrorCode);

    private static Task<HttpAnswer> PostAsync(GatewayUnderTest gateway, string body) => gateway.PostAsync("responses", Encoding.UTF8.GetBytes(body));

    // The response object, of a stream the one in its last event.
    private static async Task<JsonNode> AskAsync(GatewayUnderTest gateway, string body)
    {
        var answer = await PostAsync(gateway, body);
        Assert.True((int)answer.Status == 200, answer.Text);
        return answer.Text.StartsWith('{')
            ? JsonNode.Parse(answer.Text)!
            : JsonNode.Parse(answer.Text.TrimEnd()[(answer.Text.LastIndexOf("\ndata: ", StringComparison.Ordinal) + 7)..])!["response"]!;
    }

    private static ScriptedEngine Says(string text) => ScriptedEngine.Start(async exchange =>
    {
        await exchange.WriteHeadAsync();
        await exchange.WriteEventAsync($$"""{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"{{text}}"},"finish_reason":null}]}""");
        await exchange.WriteEventAsync("""{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");
        await exchange.WriteEventAsync("[DONE]");
        await exchange.EndAsync();
    });
}
