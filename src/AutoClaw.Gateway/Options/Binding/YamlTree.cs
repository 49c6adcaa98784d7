using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>
/// Builds the tree of values from YAML's events. Not the library's own document model: that one stops at the first duplicate key and
/// forgets where it stood.
/// </summary>
internal sealed class YamlTree
{
    public const int MaxDepth = 32;
    public const int MaxNodes = 50_000;

    private readonly Parser _parser;
    private readonly ConfigReader _reader;
    private readonly Dictionary<string, ConfigNode> _anchors = new(StringComparer.Ordinal);
    private int _nodes;
    private ConfigMark _last = new(1, 1);

    private YamlTree(string text, ConfigReader reader)
    {
        _parser = new Parser(new Scanner(new StringReader(text), skipComments: true));
        _reader = reader;
    }

    /// <summary>The document's root; null if it is empty or no YAML, which is then reported.</summary>
    public static ConfigNode? Read(string text, ConfigReader reader)
    {
        var tree = new YamlTree(text, reader);
        try
        {
            return tree.Document();
        }
        catch (YamlException error)
        {
            YamlSyntax.Report(error, text, reader);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException or NullReferenceException)
        {
            // YamlDotNet 18.1 throws these for some broken input, for example a line after an open bracket: "a: [1, 2\nb: 3".
            YamlSyntax.ReportUnclear(tree._last, reader);
        }

        return null;
    }

    private ConfigNode? Document()
    {
        _parser.Consume<StreamStart>();
        if (!_parser.TryConsume<DocumentStart>(out _))
        {
            return null;
        }

        if (Node(depth: 0) is not { } root)
        {
            return null;
        }

        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
        {
            _reader.Report(ConfigCodes.UnsupportedYaml, Mark(second.Start), "a second YAML document begins here", "keep one document a file");
        }

        return root;
    }

    /// <summary>Null where the file is too large or deep to go on; that was reported.</summary>
    private ConfigNode? Node(int depth)
    {
        var next = _parser.Current ?? throw new YamlException("the document breaks off");
        _last = Mark(next.Start);
        if (depth > MaxDepth || ++_nodes > MaxNodes)
        {
            _reader.Report(ConfigCodes.TooLarge, Mark(next.Start), depth > MaxDepth
                ? $"nested deeper than {MaxDepth} levels"
                : $"more than {MaxNodes} values");
            return null;
        }

        if (_parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Resolve(alias);
        }

        // The parser lets some broken input end a mapping between a key and its value.
        var start = next as NodeEvent ?? throw new YamlException(next.Start, next.End, "a value was expected");
        if (!start.Tag.IsEmpty && start.Tag.Value is not ("!" or "tag:yaml.org,2002:str"))
        {
            _reader.Report(ConfigCodes.UnsupportedYaml, Mark(next.Start), "tags are not used here", "write the value without it");
        }

        ConfigNode? node = next switch
        {
            Scalar => ReadScalar(),
            SequenceStart => ReadSequence(depth),
            MappingStart => ReadMapping(depth),
            _ => throw new YamlException(next.Start, next.End, "a value was expected"),
        };

        if (node is not null && !start.Anchor.IsEmpty)
        {
            _anchors[start.Anchor.Value] = node;
        }

        return node;
    }

    private ConfigNode Resolve(AnchorAlias alias)
    {
        // An anchor is known once its value is complete, so a value cannot contain itself.
        if (_anchors.TryGetValue(alias.Value.Value, out var node))
        {
            return node;
        }

        _reader.Report(ConfigCodes.UnsupportedYaml, Mark(alias.Start), "an alias without its anchor", "write the value out");
        return new ScalarNode(Mark(alias.Start), string.Empty, Quoted: true, TextStart: null);
    }

    private ScalarNode ReadScalar()
    {
        var scalar = _parser.Consume<Scalar>();
        var start = Mark(scalar.Start);
        var plain = scalar.Style == ScalarStyle.Plain;
        var frame = plain ? 0 : 1;
        var verbatim = scalar.Start.Line == scalar.End.Line
            && scalar.End.Column - scalar.Start.Column == scalar.Value.Length + (2 * frame);
        return new ScalarNode(
            start,
            scalar.Value,
            Quoted: !plain || !scalar.Tag.IsEmpty,
            TextStart: verbatim ? start with { Column = start.Column + frame } : null);
    }

    private SequenceNode? ReadSequence(int depth)
    {
        var start = _parser.Consume<SequenceStart>();
        var items = new List<ConfigNode>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
        {
            if (Node(depth + 1) is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        return new SequenceNode(Mark(start.Start), items);
    }

    private MappingNode? ReadMapping(int depth)
    {
        var start = _parser.Consume<MappingStart>();
        var entries = new List<MappingEntry>();
        var merged = new List<MappingEntry>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            if (Node(depth + 1) is not { } key || Node(depth + 1) is not { } value)
            {
                return null;
            }

            if (key is not ScalarNode name)
            {
                _reader.Report(ConfigCodes.WrongType, key.Start, "a key must be text, not a list or a mapping");
            }
            else if (name is { Value: "<<", Quoted: false })
            {
                Collect(value, merged);
            }
            else
            {
                entries.Add(new MappingEntry(name, value));
            }
        }

        Merge(entries, merged);
        return new MappingNode(Mark(start.Start), entries);
    }

    private void Collect(ConfigNode value, List<MappingEntry> merged)
    {
        foreach (var source in value is SequenceNode list ? list.Items : [value])
        {
            if (source is MappingNode mapping)
            {
                merged.AddRange(mapping.Entries);
            }
            else
            {
                _reader.Report(ConfigCodes.WrongType, source.Start, "<< takes a mapping or a list of mappings");
            }
        }
    }

    // What stands in the mapping itself wins over what is merged in, and an earlier merge over a later one.
    private void Merge(List<MappingEntry> entries, List<MappingEntry> merged)
    {
        if (merged.Count == 0)
        {
            return;
        }

        var known = entries.Select(entry => entry.Key.Value).ToHashSet(StringComparer.Ordinal);
        foreach (var entry in merged)
        {
            // Merges of merges copy, so they count; otherwise a small file could grow without bound.
            if (known.Add(entry.Key.Value) && ++_nodes <= MaxNodes)
            {
                entries.Add(entry);
            }
        }
    }

    private static ConfigMark Mark(in Mark mark) => new((int)Math.Max(1, mark.Line), (int)Math.Max(1, mark.Column));
}
