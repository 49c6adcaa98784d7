using System.Text;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;

namespace AutoClaw.FunctionalTests.Security;

/// <summary>
/// Requests that two readers could cut apart at different places. A proxy before the gateway may be one of them: what it takes for the body of
/// one client must never be another request here.
/// </summary>
public sealed class SmugglingTests
{
    private const string Hidden = "SMUGGLED";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // KEY: the key. BODY: a request's JSON. LEN: its length. INNER: a whole second request, with a key, that says SMUGGLED. ALL: the length of what follows the head.
    private static readonly (string Name, string Bytes)[] Cases =
    [
        ("CL.TE", Head("Content-Length: ALL", "Transfer-Encoding: chunked") + "0\r\n\r\nINNER"),
        ("TE.CL", Head("Transfer-Encoding: chunked", "Content-Length: 4") + "0\r\n\r\nINNER"),
        ("CL.TE short", Head("Content-Length: 0", "Transfer-Encoding: chunked") + "LENHEX\r\nBODY\r\n0\r\n\r\nINNER"),
        ("CL twice, different", Head("Content-Length: LEN", "Content-Length: ALL") + "BODYINNER"),
        ("CL twice, other order", Head("Content-Length: ALL", "Content-Length: LEN") + "BODYINNER"),
        ("CL list", Head("Content-Length: LEN, ALL") + "BODYINNER"),
        ("CL list of equals", Head("Content-Length: LEN, LEN") + "BODYINNER"),
        ("CL minus", Head("Content-Length: -1") + "BODYINNER"),
        ("CL hex", Head("Content-Length: 0x10") + "BODYINNER"),
        ("CL fraction", Head("Content-Length: LEN.0") + "BODYINNER"),
        ("CL inner space", Head("Content-Length: 1 0") + "BODYINNER"),
        ("CL empty", Head("Content-Length: ") + "BODYINNER"),
        ("CL overflow", Head("Content-Length: 18446744073709551617") + "BODYINNER"),
        ("CL space before colon", Head("Content-Length : LEN") + "BODYINNER"),
        ("TE space before colon", Head("Content-Length: ALL", "Transfer-Encoding : chunked") + "0\r\n\r\nINNER"),
        ("TE tab before colon", Head("Content-Length: ALL", "Transfer-Encoding\t: chunked") + "0\r\n\r\nINNER"),
        ("TE xchunked", Head("Content-Length: LEN", "Transfer-Encoding: xchunked") + "BODYINNER"),
        ("TE identity", Head("Content-Length: LEN", "Transfer-Encoding: identity") + "BODYINNER"),
        ("TE chunked twice", Head("Transfer-Encoding: chunked", "Transfer-Encoding: chunked") + "0\r\n\r\nINNER"),
        ("TE chunked, identity", Head("Transfer-Encoding: chunked, identity") + "0\r\n\r\nINNER"),
        ("TE identity, chunked", Head("Content-Length: 5", "Transfer-Encoding: identity, chunked") + "0\r\n\r\nINNER"),
        ("TE quoted", Head("Content-Length: ALL", "Transfer-Encoding: \"chunked\"") + "0\r\n\r\nINNER"),
        ("TE vertical tab", Head("Content-Length: ALL", "Transfer-Encoding: \vchunked") + "0\r\n\r\nINNER"),
        ("TE NUL", Head("Content-Length: ALL", "Transfer-Encoding: chunked\0") + "0\r\n\r\nINNER"),
        ("TE obs-fold", Head("Content-Length: ALL", "Transfer-Encoding:\r\n chunked") + "0\r\n\r\nINNER"),
        ("header obs-fold", Head("Content-Length: LEN", "X-A: b\r\n\tTransfer-Encoding: chunked") + "BODYINNER"),
        ("bare LF in head", Head("X-A: b\nTransfer-Encoding: chunked", "Content-Length: ALL") + "0\r\n\r\nINNER"),
        ("bare CR in head", Head("X-A: b\rTransfer-Encoding: chunked", "Content-Length: ALL") + "0\r\n\r\nINNER"),
        ("NUL in head", Head("X-A: b\0c", "Content-Length: LEN") + "BODYINNER"),
        ("no colon", Head("Content-Length LEN", "X-A") + "BODYINNER"),
        ("empty name", Head(": x", "Content-Length: LEN") + "BODYINNER"),
        ("chunk size with sign", Head("Transfer-Encoding: chunked") + "+LENHEX\r\nBODY\r\n0\r\n\r\nINNER"),
        ("chunk size with prefix", Head("Transfer-Encoding: chunked") + "0xLENHEX\r\nBODY\r\n0\r\n\r\nINNER"),
        ("chunk size overflows", Head("Transfer-Encoding: chunked") + "1000000000000000A\r\nBODY\r\n0\r\n\r\nINNER"),
        ("chunk size empty", Head("Transfer-Encoding: chunked") + "\r\nBODY\r\n0\r\n\r\nINNER"),
        ("chunk longer than said", Head("Transfer-Encoding: chunked") + "3\r\nBODY\r\n0\r\n\r\nINNER"),
        ("chunk ends without CRLF", Head("Transfer-Encoding: chunked") + "LENHEX\r\nBODYXX0\r\n\r\nINNER"),
        ("chunk size ends in LF", Head("Transfer-Encoding: chunked") + "LENHEX\nBODY\r\n0\r\n\r\nINNER"),
        ("chunk size ends in CR", Head("Transfer-Encoding: chunked") + "LENHEX\rBODY\r\n0\r\n\r\nINNER"),
        ("negative last chunk", Head("Transfer-Encoding: chunked") + "LENHEX\r\nBODY\r\n-1\r\n\r\nINNER"),
        ("two hosts", Head("Host: attacker.example", "Content-Length: LEN") + "BODYINNER"),
        ("absolute form of another host", Head("Content-Length: LEN").Replace("POST /v1/", "POST http://attacker.example/v1/", StringComparison.Ordinal) + "BODYINNER"),
        ("space in target", Head("Content-Length: LEN").Replace("completions HTTP", "completions x HTTP", StringComparison.Ordinal) + "BODYINNER"),
        ("unknown version", Head("Content-Length: LEN").Replace("HTTP/1.1", "HTTP/1.2", StringComparison.Ordinal) + "BODYINNER"),
        ("lower-case version", Head("Content-Length: LEN").Replace("HTTP/1.1", "http/1.1", StringComparison.Ordinal) + "BODYINNER"),
        ("HTTP/1.0 with chunks", Head("Transfer-Encoding: chunked").Replace("HTTP/1.1", "HTTP/1.0", StringComparison.Ordinal) + "0\r\n\r\nINNER"),
        ("space before the method", " " + Head("Content-Length: LEN") + "BODYINNER"),
        ("TLS", "\u0016\u0003\u0001\u0002\0INNER"),
        ("HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nINNER"),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(each => each.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Send_AmbiguousRequest_IsRefusedOrReadAsOne(string name)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await RawHttp.ExchangeAsync(gateway.BaseUrl, Filled(Cases.Single(each => each.Name == name).Bytes, gateway), Cancellation);

        // One for the request, and one for what comes last if the connection was still good; no answer at all is a closed connection.
        var statuses = RawHttp.StatusesOf(answer);
        Assert.True(statuses.Length <= 1 || (statuses.Length == 2 && statuses[1] == 200 && answer.EndsWith("ok\n", StringComparison.Ordinal)), answer);
        Assert.All(statuses, status => Assert.True(status is (>= 200 and < 500) or 505, answer));
        Assert.DoesNotContain(engine.Requests.Items, request => request.Text.Contains(Hidden, StringComparison.Ordinal) || request.Head.Contains(Hidden, StringComparison.Ordinal));
        Assert.InRange(engine.Requests.Items.Count, 0, 1);
    }

    // A sign does not belong there, but the server takes it for part of the number before anybody else sees it: SECURITY.md says so.
    [Theory]
    [InlineData("Content-Length: LEN")]
    [InlineData("Content-Length: +LEN")]
    public async Task Send_TwoRequests_AreAnsweredInTheirOrder(string length)
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("hi"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await RawHttp.ExchangeAsync(gateway.BaseUrl, Filled(Head(length) + "BODYINNER", gateway), Cancellation);
        Assert.Equal([200, 200, 200], RawHttp.StatusesOf(answer));
        Assert.Equal(2, engine.Requests.Items.Count);
    }

    [Fact]
    public async Task Send_RefusedForItsKey_TakesItsBodyForABody()
    {
        await using var engine = ScriptedEngine.Start(Script.Answers("never"));
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Local(engine));
        var answer = await RawHttp.ExchangeAsync(gateway.BaseUrl, Filled(Head("Content-Length: ALL").Replace("KEY", "sk-ac-tests-wrong", StringComparison.Ordinal) + "INNER", gateway), Cancellation);
        Assert.Equal([401, 200], RawHttp.StatusesOf(answer));
        Assert.Empty(engine.Requests.Items);
    }

    private static string Head(params string[] lines) =>
        $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer KEY\r\nContent-Type: application/json\r\n{string.Concat(lines.Select(line => line + "\r\n"))}\r\n";

    private static string Filled(string bytes, GatewayUnderTest gateway)
    {
        const string body = """{"model":"auto","messages":[{"role":"user","content":"hi"}]}""";
        var hidden = body.Replace("hi", Hidden, StringComparison.Ordinal);
        var inner = $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nX-A: {Hidden}\r\nAuthorization: Bearer {gateway.ApiKey}\r\nContent-Type: application/json\r\nContent-Length: {hidden.Length}\r\n\r\n{hidden}";
        var filled = bytes.Replace("BODY", body, StringComparison.Ordinal).Replace("LENHEX", $"{body.Length:x}", StringComparison.Ordinal).Replace("LEN", $"{body.Length}", StringComparison.Ordinal)
            .Replace("KEY", gateway.ApiKey, StringComparison.Ordinal).Replace("INNER", inner, StringComparison.Ordinal);
        var head = filled.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return Last(filled.Replace("ALL", $"{Encoding.Latin1.GetByteCount(filled.AsSpan(head))}", StringComparison.Ordinal));
    }

    // What ends the connection in good order, where it is read as the next request.
    private static string Last(string bytes) => bytes + "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
}
