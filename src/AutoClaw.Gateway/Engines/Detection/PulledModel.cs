using AutoClaw.Core.Model;
using AutoClaw.Gateway.Local;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Engines.Detection;

/// <summary>A model that was pulled onto this machine, with the llama-server that can run it: an engine that the gateway would start itself.</summary>
internal static class PulledModel
{
    /// <summary>Null where nothing was pulled: then there is nothing to say.</summary>
    /// <param name="store">Where models are.</param>
    /// <param name="binary">What would run it; null: there is none.</param>
    public static Finding? Look(GgufStore store, LlamaServerBinary? binary)
    {
        const string Name = "Pulled model";
        try
        {
            // The last one that was asked for is the likeliest to be wanted.
            if (store.List().MaxBy(model => store.RecordOf(model.Name)?.PulledAt ?? DateTimeOffset.MinValue) is not { } newest)
            {
                return null;
            }

            return binary is null
                ? new Finding(Name, newest.Path, $"there is no llama-server to run {newest.Name}: 'autoclaw engine install' puts one in place", null)
                : new Finding(Name, newest.Path, $"{newest.Name}, run by {binary.Path}", ToEngine(newest));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new Finding(Name, store.Folder, $"can't be read: {error.Message}", null);
        }
    }

    private static EngineOptions ToEngine(StoredModel model) => new()
    {
        Id = "local",
        Kind = EngineOptions.LlamaServerKind,
        Place = Place.Local,
        Model = model.Name,
        ContextTokens = (int)Math.Min(GgufFile.Read(model.Path).Header?.ContextLength ?? long.MaxValue, LlamaServerOptions.DefaultContextTokens),
        Price = new EnginePriceOptions(0, 0),
        LlamaServer = new LlamaServerOptions { ModelFile = model.Name },
    };
}
