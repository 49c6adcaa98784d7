namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>What a Responses request says of the conversation that the server keeps for its client.</summary>
/// <param name="PreviousResponseId">The answer that this one follows; null for none.</param>
/// <param name="PreviousResponseIdValue">Its value with its quotes, or the <c>null</c>; empty where the field is absent.</param>
/// <param name="InputValue">The value of <c>input</c>, a string with its quotes or an array with its brackets; empty where it is absent.</param>
/// <param name="InputIsString">One text instead of items.</param>
/// <param name="InputIsEmpty">An array without items.</param>
/// <param name="Conversation">Id of a conversation that the server keeps; null for none.</param>
/// <param name="Store">The answer is to be kept: what the API does unless told otherwise.</param>
/// <param name="Background">The client will come back for the answer.</param>
public sealed record ResponsesFacts(
    string? PreviousResponseId = null,
    ByteRange PreviousResponseIdValue = default,
    ByteRange InputValue = default,
    bool InputIsString = false,
    bool InputIsEmpty = false,
    string? Conversation = null,
    bool Store = true,
    bool Background = false)
{
    /// <summary>The value of <c>store</c>; empty where the field is absent.</summary>
    public ByteRange StoreValue { get; init; }
}
