namespace AutoClaw.Cli.Simulator;

/// <summary>What the simulator understood of one chat request. Ranges point into the request's body.</summary>
internal sealed class ChatCall
{
    public bool Stream { get; set; }

    public bool IncludeUsage { get; set; }

    /// <summary>The lower of <c>max_tokens</c> and <c>max_completion_tokens</c>; null without a limit.</summary>
    public int? MaxTokens { get; set; }

    /// <summary>How many choices.</summary>
    public int Choices { get; set; } = 1;

    public List<byte[]>? Stops { get; set; }

    public List<OfferedTool>? Tools { get; set; }

    public ToolDemand ToolChoice { get; set; }

    /// <summary>The function named by <c>tool_choice</c>.</summary>
    public string? ForcedTool { get; set; }

    public bool ParallelToolCalls { get; set; } = true;

    public AnswerFormat Format { get; set; }

    /// <summary>The JSON schema of the answer; empty where none was sent.</summary>
    public Range Schema { get; set; }

    public bool Logprobs { get; set; }

    public int TopLogprobs { get; set; }

    /// <summary>The last message is a tool's result, so it is time to speak.</summary>
    public bool EndsWithToolResult { get; set; }

    public int Messages { get; set; }

    public int PromptTokens { get; set; }

    public int Images { get; set; }

    /// <summary>Of all roles and texts in order: what the answer is made from.</summary>
    public ulong Hash { get; set; }

    /// <summary>The fault that the prompt asks for, where that is allowed.</summary>
    public SimulatorFault? Fault { get; set; }
}
