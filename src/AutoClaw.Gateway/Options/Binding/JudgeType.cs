using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>A judge: one of two words, or a mapping that names an engine.</summary>
internal sealed class JudgeType(ConfigType<string> engineId) : ConfigType<JudgeOptions>
{
    private static readonly ChoiceType<JudgeOptions> Words = new(new Dictionary<string, JudgeOptions>
    {
        ["exact"] = JudgeOptions.Exact, ["schema"] = JudgeOptions.Schema,
    });

    private readonly SectionType<JudgeOptions> _named = new(new JudgeOptions("engine"))
    {
        { "engine", engineId, j => j.Engine, (j, v) => j with { Engine = v }, "The engine that compares the two answers.", KeyTraits.Required },
    };

    public override string Label => $"{Words.Label}, or `engine` with an engine's id";

    public override bool TryRead(ConfigNode node, string path, ConfigReader reader, [MaybeNullWhen(false)] out JudgeOptions value) =>
        node is MappingNode ? _named.TryRead(node, path, reader, out value) : Words.TryRead(node, path, reader, out value);

    public override JsonObject Schema() => new() { ["anyOf"] = new JsonArray(Words.Schema(), _named.Schema()) };

    public override JsonNode? Show(object? value, bool secret) =>
        value is JudgeOptions { Engine: not null } ? _named.Show(value, secret) : Words.Show(value, secret);
}
