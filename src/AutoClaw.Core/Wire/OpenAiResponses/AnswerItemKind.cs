namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>What an element of a response's <c>output</c> is.</summary>
internal enum AnswerItemKind
{
    Message,
    Reasoning,
    FunctionCall,
    CustomCall,
}
