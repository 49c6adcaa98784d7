using AutoClaw.FunctionalTests.Gateway;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Verify;

/// <summary>
/// A route whose every answer is checked: a local engine, a second local one that only checks, a cloud, and a gateway before them. The
/// local ones agree unless the prompt says <see cref="Hard"/>.
/// </summary>
internal sealed class CheckedRoute : IAsyncDisposable
{
    public const string Name = "checked";

    public const string Hard = "[hard]";

    public const string SecondId = "second";

    public const string CloudAnswer = "The answer is 42.";

    private CheckedRoute(ScriptedEngine home, ScriptedEngine second, ScriptedEngine sky, GatewayUnderTest gateway) =>
        (Home, Second, Sky, Gateway) = (home, second, sky, gateway);

    public ScriptedEngine Home { get; }

    public ScriptedEngine Second { get; }

    public ScriptedEngine Sky { get; }

    public GatewayUnderTest Gateway { get; }

    public static Func<ScriptedExchange, Task> HomeAnswers => exchange => Script.Answers("The answer", " is 7.")(exchange);

    public static Func<ScriptedExchange, Task> SecondAnswers => exchange =>
        Script.Answers(exchange.Request.Text.Contains(Hard, StringComparison.Ordinal) ? "It is 8.\n#### 8" : "3 + 4 makes 7.\n#### 7")(exchange);

    public static Func<ScriptedExchange, Task> SkyAnswers => Script.Answers(CloudAnswer);

    /// <param name="change">Changes the checks: agreement with the second engine, every score.</param>
    /// <param name="home">The local engine's scripts.</param>
    /// <param name="second">The second engine's.</param>
    /// <param name="sky">The cloud's.</param>
    /// <param name="wait">First content and idle timeout of the local engines.</param>
    public static async Task<CheckedRoute> StartAsync(
        Func<VerifyOptions, VerifyOptions>? change = null,
        Func<ScriptedExchange, Task>[]? home = null,
        Func<ScriptedExchange, Task>? second = null,
        Func<ScriptedExchange, Task>? sky = null,
        TimeSpan? wait = null)
    {
        var engines = (Home: ScriptedEngine.Start(home ?? [HomeAnswers]), Second: ScriptedEngine.Start(second ?? SecondAnswers), Sky: ScriptedEngine.Start(sky ?? SkyAnswers));
        var limit = wait ?? TimeSpan.FromSeconds(20);
        var verify = new VerifyOptions { From = -1, To = 1, Agree = new AgreeOptions(SecondId), Hold = new HoldOptions(TimeSpan.FromSeconds(20), 400) };
        var gateway = await GatewayUnderTest.StartAsync(
            options => options with
            {
                Routes =
                [
                    new RouteOptions
                    {
                        Name = Name, Engines = [TestEngine.LocalId, TestEngine.CloudId], Aim = new AimOptions(Threshold: 0), Verify = change?.Invoke(verify) ?? verify,
                    },
                ],
            },
            TestEngine.Local(engines.Home) with { FirstContentTimeout = limit, IdleTimeout = limit },
            TestEngine.Local(engines.Second) with { Id = SecondId, FirstContentTimeout = limit, IdleTimeout = limit, Price = new EnginePriceOptions(0.5m, 0.5m) },
            TestEngine.Cloud(engines.Sky));
        return new CheckedRoute(engines.Home, engines.Second, engines.Sky, gateway);
    }

    public static string Ask(bool stream, string prompt = "3 + 4?", string more = "", string model = Name) =>
        $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},{{more}}"messages":[{"role":"user","content":"{{prompt}}"}]}""";

    /// <summary>The text of an answer in either form.</summary>
    public static string TextOf(HttpAnswer answer) => answer.Text.StartsWith('{')
        ? (string)answer.Json["choices"]![0]!["message"]!["content"]!
        : string.Concat(answer.Events.Where(data => data.StartsWith('{')).Select(data => System.Text.Json.Nodes.JsonNode.Parse(data)!["choices"]!.AsArray())
            .Where(choices => choices.Count > 0).Select(choices => (string?)choices[0]!["delta"]!["content"]));

    public async ValueTask DisposeAsync()
    {
        await Gateway.DisposeAsync();
        await Home.DisposeAsync();
        await Second.DisposeAsync();
        await Sky.DisposeAsync();
    }
}
