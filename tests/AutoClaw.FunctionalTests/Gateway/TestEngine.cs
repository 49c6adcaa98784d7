using AutoClaw.Core.Model;
using AutoClaw.FunctionalTests.Scripted;
using AutoClaw.Gateway.Options;

namespace AutoClaw.FunctionalTests.Gateway;

/// <summary>Engine options of the tests: short timeouts, so that a fault that is a silence takes no minute.</summary>
internal static class TestEngine
{
    public const string LocalId = "home";

    public const string LocalModel = "home-model";

    public const string CloudId = "sky";

    public const string CloudModel = "sky-model";

    /// <summary>What <see cref="Cloud(Uri)"/> costs, in picodollars a token: 1 and 2 USD per million.</summary>
    public const long CloudInputPrice = 1_000_000, CloudOutputPrice = 2_000_000;

    /// <summary>An engine on our own hardware, free of cost.</summary>
    public static EngineOptions Local(Uri baseUrl) => new()
    {
        Id = LocalId,
        Place = Place.Local,
        BaseUrl = baseUrl,
        Model = LocalModel,
        EmbeddingModel = LocalModel,
        Vision = true,
        Price = new EnginePriceOptions(0, 0),
        ConnectTimeout = TimeSpan.FromSeconds(5),

        // A test that is about something else sees each engine called once.
        Retries = 0,
    };

    public static EngineOptions Local(ScriptedEngine engine) => Local(engine.BaseUrl);

    /// <summary>Somebody else's, with a price, in the private network that this machine's loopback is.</summary>
    public static EngineOptions Cloud(Uri baseUrl) => Local(baseUrl) with
    {
        Id = CloudId,
        Place = Place.Cloud,
        PrivateNetwork = true,
        Model = CloudModel,
        EmbeddingModel = CloudModel,
        Price = new EnginePriceOptions(1, 2),
    };

    public static EngineOptions Cloud(ScriptedEngine engine) => Cloud(engine.BaseUrl);
}
