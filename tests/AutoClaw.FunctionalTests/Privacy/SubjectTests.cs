using System.Net;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Wires;

namespace AutoClaw.FunctionalTests.Privacy;

/// <summary>Whom a request is about stands in the ledger as a hash, whichever way it was said.</summary>
public sealed class SubjectTests
{
    private const string Header = "x-autoclaw-subject";

    private const string Name = "patient 4711 (ward 3)";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("chat", "safety_identifier")]
    [InlineData("chat", "user")]
    [InlineData("responses", "safety_identifier")]
    [InlineData("responses", "user")]
    [InlineData("anthropic", "metadata")]
    [InlineData("gemini", null)]
    public async Task Ask_ByHeaderOrField_IsOneHash(string wire, string? field)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(home));
        await SendAsync(gateway, wire, null, null, Name);
        if (field is not null)
        {
            await SendAsync(gateway, wire, field, Name, null);
            await SendAsync(gateway, wire, field, "somebody else", Name);
        }

        await SendAsync(gateway, wire, null, null, null);
        var subjects = gateway.Ledger().Select(row => row.Subject).ToList();
        Assert.Null(subjects[^1]);
        Assert.Matches("^[0-9a-f]{32}$", Assert.Single(subjects[..^1].Distinct()));
        Assert.Equal(field is null ? 2 : 4, subjects.Count);
    }

    [Fact]
    public async Task Ask_TwoPeople_AreTwoHashesAndNoNames()
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(home));
        await SendAsync(gateway, "chat", "user", "ann", null);
        await SendAsync(gateway, "chat", "user", "bob", null);
        var embeddings = await gateway.PostAsync("embeddings", """{"model":"auto","input":"hi","user":"ann"}"""u8.ToArray());
        Assert.NotEqual(HttpStatusCode.BadRequest, embeddings.Status);
        var subjects = gateway.Ledger().Select(row => row.Subject).ToList();
        Assert.Equal([subjects[0], subjects[1], subjects[0]], subjects);
        Assert.NotEqual(subjects[0], subjects[1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ask_SubjectThatIsTooLong_IsRefusedBeforeAnybodyIsAsked(bool byHeader)
    {
        await using var home = ScriptedEngine.Start(Script.Answers("here"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(home));
        var name = new string('a', 513);
        foreach (var (path, body) in (IEnumerable<(string, string)>)[
            ("chat/completions", """{"model":"auto","messages":[{"role":"user","content":"hi"}]}"""), ("embeddings", """{"model":"auto","input":"hi"}""")])
        {
            var json = JsonNode.Parse(body)!.AsObject();
            json["user"] = byHeader ? null : name;
            var answer = await gateway.PostAsync(path, System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()), byHeader ? [(Header, name)] : []);
            Assert.Equal((HttpStatusCode.BadRequest, "invalid_subject"), (answer.Status, answer.ErrorCode));
        }

        Assert.Empty(home.Requests.Items);
        Assert.Empty(gateway.Ledger());
    }

    private static async Task SendAsync(GatewayUnderTest gateway, string wire, string? field, string? value, string? header)
    {
        using var request = new WireClient(wire) { Tools = false }.ToMessage(gateway, TestEngine.LocalId, stream: false);
        if (field is not null)
        {
            var body = JsonNode.Parse(await request.Content!.ReadAsStringAsync(Cancellation))!.AsObject();
            body[field] = field == "metadata" ? new JsonObject { ["user_id"] = value } : value;
            request.Content = new StringContent(body.ToJsonString(), System.Text.Encoding.UTF8, "application/json");
        }

        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation(Header, header);
        }

        using var response = await gateway.Http.SendAsync(request, Cancellation);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Cancellation));
    }
}
