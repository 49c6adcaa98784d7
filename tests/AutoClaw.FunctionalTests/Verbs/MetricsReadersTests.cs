using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AutoClaw.FunctionalTests.Verbs;

/// <summary>Who reads <c>/metrics</c> and who does not: nobody's slow reading is anybody else's.</summary>
public sealed class MetricsReadersTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    // Far more than the buffers of both sides of a connection hold.
    private const int Asked = 500;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Metrics_OneAsksAndTakesNothing_TheGatewayStillAnswers()
    {
        var root = new Uri(gateway.BaseUrl);
        using var stuck = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await stuck.ConnectAsync(root.Host, root.Port, Cancellation);
        await stuck.SendAsync(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n", Asked))), Cancellation);

        // Each answer is a new one: the exporter hands the same one out for a third of a second.
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(20) };
        using var every = new PeriodicTimer(TimeSpan.FromMilliseconds(400));
        for (var i = 0; i < 5; i++)
        {
            await every.WaitForNextTickAsync(Cancellation);
            var reading = http.GetStringAsync(new Uri(root, "/metrics"), Cancellation);
            using var health = await http.GetAsync(new Uri(root, "/healthz"), Cancellation);
            Assert.Equal(HttpStatusCode.OK, health.StatusCode);
            Assert.Contains("autoclaw_ledger_settled", await reading, StringComparison.Ordinal);
        }
    }
}
