using System.Text.Json;

namespace AutoClaw.Gateway.Local;

/// <summary>The open models that this version knows by name: <c>models.json</c>, whose rows say where they come from and when that was checked.</summary>
internal sealed record ModelCatalogue(int Version, IReadOnlyList<CatalogueModel> Models)
{
    private const string Resource = "AutoClaw.Local.models.json";

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static ModelCatalogue Shipped { get; } = Load();

    public CatalogueModel? Find(string name) => Models.FirstOrDefault(model => model.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static ModelCatalogue Load()
    {
        using var stream = typeof(ModelCatalogue).Assembly.GetManifestResourceStream(Resource)!;
        return JsonSerializer.Deserialize<ModelCatalogue>(stream, Json)!;
    }
}
