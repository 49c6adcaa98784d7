namespace AutoClaw.Cli.Simulator;

/// <summary>What shape the client wants its text in.</summary>
internal enum AnswerFormat
{
    Text,
    JsonObject,
    JsonSchema,
}
