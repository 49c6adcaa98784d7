using System.Text.Json.Nodes;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Tests.Options;

public sealed class ConfigSchemaTests
{
    [Fact]
    public void Create_Schema_HasEveryKeyOfTheTable()
    {
        var paths = Paths(ConfigSchema.Create(), string.Empty).Order(StringComparer.Ordinal);

        Assert.Equal(GatewayKeys.Root.Rows(string.Empty).Select(row => row.Path).Order(StringComparer.Ordinal), paths);
    }

    [Fact]
    public void Create_Schema_NamesItsDraftAndRefusesUnknownKeys()
    {
        var schema = ConfigSchema.Create();

        Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema["$schema"]!.GetValue<string>());
        Assert.False(schema["additionalProperties"]!.GetValue<bool>());
        Assert.Equal(["engines"], schema["required"]!.AsArray().Select(name => name!.GetValue<string>()));
        Assert.Equal("http://127.0.0.1:2529", schema["properties"]!["listen"]!["default"]!.GetValue<string>());
    }

    /// <summary>The table's defaults are read from the records, so a file of required keys alone must give the records' own values.</summary>
    [Fact]
    public void Parse_RequiredKeysAlone_GivesTheRecordsDefaults()
    {
        var options = ConfigText.Parse("engines: {a: {place: local, model: m, base_url: http://127.0.0.1:1/v1}}").Options!;

        Assert.Equal(new GatewayOptions { Engines = options.Engines, Routes = options.Routes, Auth = options.Auth }, options);
        var expected = new EngineOptions { Id = "a", Place = Core.Model.Place.Local, Model = "m", BaseUrl = new Uri("http://127.0.0.1:1/v1"), Headers = options.Engines[0].Headers };
        Assert.Equal(expected, options.Engines[0]);
    }

    private static IEnumerable<string> Paths(JsonNode schema, string path)
    {
        foreach (var (name, value) in schema["properties"] as JsonObject ?? [])
        {
            var full = path.Length == 0 ? name : $"{path}.{name}";
            yield return full;
            var below = (full, value!["items"], value["additionalProperties"] as JsonObject) switch
            {
                (_, { } items, _) => Paths(items, full + "[]"),
                ("engines", _, { } map) => Paths(map, full + ".<id>"),
                ("routes", _, { } map) => Paths(map, full + ".<name>"),
                _ => Paths(value, full),
            };
            foreach (var each in below)
            {
                yield return each;
            }
        }
    }
}
