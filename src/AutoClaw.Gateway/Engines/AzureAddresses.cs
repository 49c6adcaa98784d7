using AutoClaw.Core.Wire.Hub;
using AutoClaw.Gateway.Options;

namespace AutoClaw.Gateway.Engines;

/// <summary>
/// Where a resource of Azure OpenAI is asked: by its v1 API, or, where an <c>api_version</c> is given, by the older one, which has the
/// deployment in its path and the version in its query.
/// </summary>
internal static class AzureAddresses
{
    // As the portal shows them; what is appended begins here.
    private static readonly string[] Roots = ["/openai/v1", "/openai"];

    /// <param name="wire">What it speaks.</param>
    /// <param name="engine">Its deployments and the version.</param>
    /// <param name="root">The resource's address, with or without its root.</param>
    public static (string Root, Uri Chat, Uri Embeddings) Of(WireName wire, EngineOptions engine, string root)
    {
        var resource = Array.Find(Roots, end => root.EndsWith(end, StringComparison.OrdinalIgnoreCase)) is { } known ? root[..^known.Length] : root;
        if (engine.ApiVersion is not { } version)
        {
            root = resource + Roots[0];
            return (root, new Uri(root + (wire == WireName.OpenAiResponses ? "/responses" : "/chat/completions")), new Uri(root + "/embeddings"));
        }

        root = resource + Roots[1];
        var chat = wire == WireName.OpenAiResponses ? "/responses" : Deployment(engine.Deployment ?? engine.Model) + "/chat/completions";
        var embeddings = Deployment(engine.EmbeddingModel ?? engine.Deployment ?? engine.Model) + "/embeddings";
        var query = "?api-version=" + Uri.EscapeDataString(version);
        return (root, new Uri(root + chat + query), new Uri(root + embeddings + query));
    }

    private static string Deployment(string name) => "/deployments/" + Uri.EscapeDataString(name);
}
