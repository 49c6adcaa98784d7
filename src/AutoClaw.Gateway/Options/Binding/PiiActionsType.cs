using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Tagger;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>What is done with each type of personal data. A type that no scan finds is refused: it would promise what nothing keeps.</summary>
/// <param name="mayBlock">False where the request may still go elsewhere.</param>
internal sealed class PiiActionsType(bool mayBlock = true) : ConfigType<IReadOnlyDictionary<PiiType, PiiAction>>
{
    private static readonly KeyValuePair<string, PiiAction>[] Choices =
    [
        new("allow", PiiAction.Allow),
        new("redact", PiiAction.Redact),
        new("pseudonymise", PiiAction.Pseudonymise),
        new("route_local", PiiAction.RouteLocal),
        new("block", PiiAction.Block),
    ];

    private readonly ChoiceType<PiiAction> _action = new(new Dictionary<string, PiiAction>(mayBlock ? Choices : Choices[..^1]));

    public override string Label => "mapping of type to action";

    private static IEnumerable<string> Names => PiiScanner.KnownTypes.Union(PiiTagger.Types).Select(PiiTypes.NameOf);

    public override bool TryRead(ConfigNode node, string path, ConfigReader reader, [MaybeNullWhen(false)] out IReadOnlyDictionary<PiiType, PiiAction> value)
    {
        reader.Found(path, node.Start);
        value = null;
        if (node is not MappingNode mapping)
        {
            reader.Report(ConfigCodes.WrongType, node.Start, $"{path} takes a mapping of type to action");
            return false;
        }

        var actions = new Dictionary<PiiType, PiiAction>();
        var sound = true;
        foreach (var (key, content) in mapping.Entries)
        {
            if (!PiiTypes.TryParse(key.Value, out var type) || !Names.Contains(PiiTypes.NameOf(type)))
            {
                sound = false;
                reader.Report(ConfigCodes.UnknownValue, key.Start, "the scan finds no type of this name", Nearest.Hint(key.Value.ToUpperInvariant(), Names));
            }
            else if (!_action.TryRead(content, $"{path}.{key.Value}", reader, out var action))
            {
                sound = false;
            }
            else if (!actions.TryAdd(type, action))
            {
                sound = false;
                reader.Report(ConfigCodes.DuplicateKey, key.Start, $"{PiiTypes.NameOf(type)} is given twice");
            }
        }

        value = actions;
        return sound;
    }

    public override JsonObject Schema() => new()
    {
        ["type"] = "object",
        ["propertyNames"] = new JsonObject { ["enum"] = new JsonArray([.. Names.Select(name => JsonValue.Create(name))]) },
        ["additionalProperties"] = _action.Schema(),
    };

    public override JsonNode? Show(object? value, bool secret)
    {
        var shown = new JsonObject();
        foreach (var (type, action) in (IReadOnlyDictionary<PiiType, PiiAction>)value!)
        {
            shown[PiiTypes.NameOf(type)] = _action.Show(action, secret);
        }

        return shown;
    }
}
