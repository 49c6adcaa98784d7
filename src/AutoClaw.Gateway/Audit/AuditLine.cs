using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace AutoClaw.Gateway.Audit;

/// <summary>One line of the audit log: a JSON object whose last member is the SHA-256 of the object without it, in hex.</summary>
/// <param name="Number">From 1 on, without a gap.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Data">What is to be known of it.</param>
/// <param name="Before">The hash of the line before.</param>
/// <param name="Hash">As the line says it.</param>
/// <param name="IsSound">The line's hash is that of its content.</param>
internal sealed record AuditLine(long Number, string Kind, JsonObject Data, string Before, string Hash, bool IsSound)
{
    private const string Mark = ",\"hash\":\"";

    private static int TailLength => Mark.Length + (2 * SHA256.HashSizeInBytes) + "\"}".Length;

    /// <summary>The bytes of a line, with its end.</summary>
    /// <param name="record">The object's text, closing brace included.</param>
    public static byte[] Seal(string record) => Encoding.UTF8.GetBytes($"{record[..^1]}{Mark}{HashOf(record)}\"}}\n");

    /// <summary>False where it is no record at all.</summary>
    public static bool TryRead(string line, [NotNullWhen(true)] out AuditLine? read)
    {
        read = null;
        if (line.Length <= TailLength || !line.AsSpan(line.Length - TailLength).StartsWith(Mark) || !line.EndsWith("\"}", StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            if (JsonNode.Parse(line) is JsonObject json && json["data"] is JsonObject data && (string?)json["hash"] is { } hash)
            {
                read = new AuditLine((long)json["n"]!, (string)json["kind"]!, data, (string)json["prev"]!, hash, HashOf(line[..^TailLength] + "}") == hash);
            }
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException or ArgumentException or NullReferenceException)
        {
            // A member is missing or of another kind.
        }

        return read is not null;
    }

    private static string HashOf(string record) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(record)));
}
