using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace AutoClaw.Core.Privacy.Pseudonyms;

/// <summary>
/// Which members of a request hold text. A member that is not listed does: a field that a wire gets tomorrow is read rather than
/// overlooked. docs/privacy.md lists what is left out.
/// </summary>
internal static class TextRules
{
    private const int LongestName = 64;

    // Longer ones are no word of any protocol.
    private const int LongestWord = 256;

    private static readonly FrozenDictionary<string, TextRule> Protocol = new Dictionary<TextRule, string[]>
    {
        [TextRule.Word] =
        [
            "model", "role", "type", "object", "status", "name", "phase", "mode", "format", "detail", "voice", "syntax", "language",
            "id", "call_id", "tool_call_id", "tool_use_id", "item_id", "file_id", "file_ids", "vector_store_ids", "container", "container_id",
            "previous_response_id", "response_id", "approval_request_id", "connector_id", "cachedContent", "cached_content",
            "finish_reason", "finishReason", "stop_reason", "outcome",
            "tool_choice", "allowed_callers", "allowedFunctionNames", "allowed_function_names", "include", "modalities", "responseModalities", "response_modalities",
            "effort", "reasoning_effort", "verbosity", "service_tier", "truncation", "encoding_format", "prompt_cache_retention", "ttl", "speed", "size", "quality",
            "media_type", "mime_type", "mimeType", "responseMimeType", "response_mime_type", "category", "threshold", "taskType", "task_type", "thinkingLevel", "thinking_level",
        ],
        [TextRule.Sealed] =
        [
            "signature", "thoughtSignature", "thought_signature", "encrypted_content", "encrypted_index", "encrypted_stdout", "encrypted_function_output", "file_data",
        ],
        [TextRule.Media] = ["data"],
        [TextRule.Data] = ["arguments", "args", "input", "response", "metadata", "labels", "variables", "input_examples", "partMetadata", "part_metadata"],
        [TextRule.Schema] =
        [
            "parameters", "schema", "input_schema", "output_schema", "responseSchema", "response_schema",
            "responseJsonSchema", "response_json_schema", "_responseJsonSchema", "parametersJsonSchema", "parameters_json_schema",
        ],
    }.SelectMany(rule => rule.Value.Select(name => KeyValuePair.Create(name, rule.Key))).ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, TextRule> Schema = new Dictionary<TextRule, string[]>
    {
        [TextRule.Word] =
        [
            "type", "format", "required", "propertyOrdering", "property_ordering", "dependentRequired", "contentEncoding", "contentMediaType",
            "$ref", "$schema", "$id", "$anchor", "$dynamicRef", "$dynamicAnchor",
        ],
        [TextRule.Data] = ["enum", "const", "default", "example", "examples"],
        [TextRule.Schemas] = ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions", "defs"],
    }.SelectMany(rule => rule.Value.Select(name => KeyValuePair.Create(name, rule.Key))).ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, TextRule>.AlternateLookup<ReadOnlySpan<char>> ProtocolRules = Protocol.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, TextRule>.AlternateLookup<ReadOnlySpan<char>> SchemaRules = Schema.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly SearchValues<byte> Word =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:#$"u8);

    // With the escapes that some clients write for '/' and for line ends.
    private static readonly SearchValues<byte> Base64 =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=_-\\"u8);

    /// <param name="region">Where the member stands.</param>
    /// <param name="name">As it is written there.</param>
    public static TextRule Of(TextRegion region, ReadOnlySpan<byte> name)
    {
        Span<char> text = stackalloc char[LongestName];
        if (name.Length > LongestName || !Encoding.UTF8.TryGetChars(name, text, out var length))
        {
            length = 0;
        }

        text = text[..length];
        switch (region)
        {
            case TextRegion.Schemas:
                return TextRule.Schema;
            case TextRegion.Schema:
                return SchemaRules.TryGetValue(text, out var ofSchema) ? ofSchema : TextRule.Schema;
            case TextRegion.Data:
                return text is "data" or "blob" ? TextRule.Media : TextRule.Data;
            case TextRegion.Top when text is "messages":
                return TextRule.Messages;
            case TextRegion.Top when text is "input":
            case TextRegion.Message when text is "name":
                return TextRule.Text;
            default:
                return ProtocolRules.TryGetValue(text, out var ofWire) ? ofWire : TextRule.Text;
        }
    }

    public static bool IsWord(ReadOnlySpan<byte> raw) => raw.Length <= LongestWord && !raw.ContainsAnyExcept(Word);

    public static bool IsBase64(ReadOnlySpan<byte> raw) => !raw.ContainsAnyExcept(Base64);
}
