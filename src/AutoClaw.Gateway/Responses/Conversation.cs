using AutoClaw.Core.Wire.OpenAiResponses;

namespace AutoClaw.Gateway.Responses;

/// <summary>A kept conversation up to one of its answers.</summary>
/// <param name="Outcome">Only where it is <see cref="StoreOutcome.Done"/> there are turns.</param>
/// <param name="Turns">From the first to the one that was asked for.</param>
/// <param name="Missing">Which answer is not there: the one that was asked for, or one that it builds on; null where none is missing.</param>
internal sealed record Conversation(StoreOutcome Outcome, IReadOnlyList<StoredTurn> Turns, string? Missing = null)
{
    /// <summary>Every item of it as members of an array, without its brackets, as a next request repeats them.</summary>
    public byte[] ToItems()
    {
        using var joined = new MemoryStream();
        foreach (var turn in Turns)
        {
            Append(joined, turn.Items.Span);
            Append(joined, ResponsesInput.Outputs(turn.Response).Span);
        }

        return joined.ToArray();
    }

    private static void Append(MemoryStream joined, ReadOnlySpan<byte> items)
    {
        if (items.IsEmpty)
        {
            return;
        }

        if (joined.Length > 0)
        {
            joined.WriteByte((byte)',');
        }

        joined.Write(items);
    }
}
