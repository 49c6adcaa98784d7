using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.FunctionalTests.Wires;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.FunctionalTests.Security;

/// <summary>No prompt and no key leaves for a machine that is near the gateway where a cloud was meant, however its address is written.</summary>
public sealed class UpstreamAddressTests
{
    // PORT is the canary's. Several lead nowhere from here; they are to be refused before anybody tries.
    private static readonly string[] Hosts =
    [
        "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0x7F.1", "017700000001", "0177.0.0.1", "127.0.0.2", "0", "0.0.0.0",
        "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[2002:7f00:1::]", "[::ffff:0:127.0.0.1]",
        "localhost", "LOCALHOST", "169.254.169.254", "0xa9fea9fe", "[fd00:ec2::254]", "100.100.100.200", "168.63.129.16", "10.0.0.1", "192.168.1.1", "172.16.0.1", "172.31.255.255",
        "169.254.170.2", "100.64.0.1", "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "cloud.example@127.0.0.1", "user:password@127.0.0.1", "127。0。0。1",
        "[2001:0:7f00:1::]", "[2001:0:4136:e378:8000:63bf:80ff:fffe]", "[2002:a9fe:a9fe::]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::7f00:1]", "[fe80::1]", "[fe80::1%25lo]", "[::1%251]", "[fec0::1]", "[fd12:3456::1]",
        "[ff02::1]", "[100::1]", "[::ffff:169.254.169.254]", "[::ffff:10.0.0.1]", "[2001:db8::1]", "[5f00::1]",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_CloudAtAnAddressThatNoCloudHas_ConnectsToNobodyAndSaysWhatToDo()
    {
        await using var canary = Canary.Start();
        var engines = Hosts.Select((host, i) => TestEngine.Cloud(new Uri($"http://{host}:{canary.Port}/v1")) with { Id = $"e{i}", ApiKey = "not-a-real-key", PrivateNetwork = false }).ToArray();
        await using var gateway = await GatewayUnderTest.StartAsync(engines);
        for (var i = 0; i < Hosts.Length; i++)
        {
            var answer = await gateway.PostChatAsync($$"""{"model":"e{{i}}","messages":[{"role":"user","content":"hi"}]}""");
            Assert.True(answer.Status == HttpStatusCode.BadGateway, $"{Hosts[i]}: {answer.Text}");
            Assert.True(answer.ErrorCode == "engine_address_refused", $"{Hosts[i]}: {answer.Text}");
            Assert.Contains("private_network", (string)answer.Error["message"]!, StringComparison.Ordinal);
        }

        var embeddings = await gateway.PostAsync("embeddings", """{"model":"e0","input":"hi"}"""u8.ToArray());
        Assert.Equal("engine_address_refused", embeddings.ErrorCode);
        await canary.AssertUntouchedAsync(Cancellation);
        Assert.All(gateway.Ledger(), row => Assert.Equal(("engine_address_refused", 0L), (row.ErrorCode, row.Cost)));
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    [InlineData("anthropic")]
    [InlineData("gemini")]
    public async Task Ask_RefusedAddress_IsToldInTheClientsDialect(string wire)
    {
        await using var canary = Canary.Start();
        await using var gateway = await GatewayUnderTest.StartAsync(TestEngine.Cloud(new Uri($"http://127.0.0.1:{canary.Port}/v1")) with { PrivateNetwork = false });
        foreach (var stream in (bool[])[true, false])
        {
            using var request = new WireClient(wire).ToMessage(gateway, TestEngine.CloudId, stream);
            using var response = await gateway.Http.SendAsync(request, Cancellation);
            var text = await response.Content.ReadAsStringAsync(Cancellation);
            Assert.True(response.StatusCode == HttpStatusCode.BadGateway, text);
            Assert.Contains("engine_address_refused", text, StringComparison.OrdinalIgnoreCase);
            Assert.NotNull(JsonNode.Parse(text)!["error"]);
        }

        await canary.AssertUntouchedAsync(Cancellation);
    }

    [Fact]
    public async Task Open_NameThatLeadsHome_IsRefusedWhateverItLedToBefore()
    {
        await using var canary = Canary.Start();
        IPAddress[][] answers =
        [
            [IPAddress.Loopback], [IPAddress.IPv6Loopback], [IPAddress.Parse("::ffff:127.0.0.1"), IPAddress.Loopback], [IPAddress.Any], [IPAddress.Parse("64:ff9b::7f00:1")],
        ];
        var asked = new List<string>();
        var connection = new EngineConnection(AddressKind.NotPublic, (host, _) =>
        {
            asked.Add(host);
            return Task.FromResult(answers[asked.Count - 1]);
        }, (_, _, _) => throw new InvalidOperationException("None of them may be connected to."));
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = connection.OpenAsync });
        for (var i = 0; i < answers.Length; i++)
        {
            var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri($"http://api.vendor.example:{canary.Port}/v1"), Cancellation));
            Assert.IsType<AddressRefusedException>(error.InnerException);
        }

        // Once each: a second answer could be another one.
        Assert.Equal(answers.Select(_ => "api.vendor.example"), asked);
        await canary.AssertUntouchedAsync(Cancellation);
    }

    [Fact]
    public async Task Open_NameThatLeadsHomeLater_IsConnectedToWhereItWasLookedAtAndThenRefused()
    {
        await using var canary = Canary.Start();
        await using var cloud = ScriptedEngine.Start(exchange => exchange.WriteAnswerAsync(200, "text/plain", "ok", "Connection: close\r\n"));
        IPAddress[] mixed = [IPAddress.Loopback, IPAddress.Parse("9.9.9.9"), IPAddress.Parse("10.0.0.1"), IPAddress.Parse("2620:fe::fe"), IPAddress.IPv6Loopback];
        IPAddress[][] answers = [mixed, [IPAddress.Parse("9.9.9.9")], [IPAddress.Loopback]];
        var asked = 0;
        var connected = new List<string>();
        var connection = new EngineConnection(AddressKind.NotPublic, (_, _) => Task.FromResult(answers[asked++]), async (addresses, port, cancellation) =>
        {
            connected.Add($"{string.Join<IPAddress>(' ', addresses)} {port == canary.Port}");
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(cloud.BaseUrl.Host, cloud.BaseUrl.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        });
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = connection.OpenAsync, PooledConnectionLifetime = TimeSpan.Zero });
        var url = new Uri($"http://api.vendor.example:{canary.Port}/v1");
        Assert.Equal("ok", await http.GetStringAsync(url, Cancellation));
        Assert.Equal("ok", await http.GetStringAsync(url, Cancellation));
        Assert.IsType<AddressRefusedException>((await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(url, Cancellation))).InnerException);

        // The addresses and not the name, so that nobody resolves it a second time.
        Assert.Equal(["9.9.9.9 2620:fe::fe True", "9.9.9.9 True"], connected);
        Assert.Equal(answers.Length, asked);
        await canary.AssertUntouchedAsync(Cancellation);
    }

    [Fact]
    public async Task Open_NameWithoutAnAddress_SaysThatThereIsNoSuchHost()
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ConnectCallback = new EngineConnection(AddressKind.NotPublic, (_, _) => Task.FromResult(Array.Empty<IPAddress>()), (_, _, _) => throw new InvalidOperationException()).OpenAsync });
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync(new Uri("http://api.vendor.example/v1"), Cancellation));
        Assert.IsNotType<AddressRefusedException>(error.InnerException);
    }
}
