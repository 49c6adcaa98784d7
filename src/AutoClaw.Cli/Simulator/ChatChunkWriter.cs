namespace AutoClaw.Cli.Simulator;

/// <summary>Writes an answer as the chunks of OpenAI chat completions.</summary>
internal sealed class ChatChunkWriter : IAnswerEvents
{
    private readonly SimulatedAnswer _answer;
    private readonly PooledBytes _head = new(512);
    private readonly Cursor[] _cursors;
    private readonly bool _wholeText;
    private readonly bool _usage;

    /// <param name="answer">What to send.</param>
    /// <param name="model">UTF-8.</param>
    /// <param name="fault">May send a text in one event, however long, or leave the usage out.</param>
    public ChatChunkWriter(SimulatedAnswer answer, ReadOnlySpan<byte> model, SimulatorFault? fault)
    {
        _answer = answer;
        _wholeText = fault is { Kind: SimulatorFaultKind.HugeLine };
        _usage = answer.Call.IncludeUsage && fault is not { Kind: SimulatorFaultKind.DropUsage };
        _cursors = new Cursor[answer.Choices.Length];
        _head.Append("data: {"u8);
        ChatJson.AppendHead(_head, answer, "chat.completion.chunk"u8, model);
        _head.Append("\"choices\":["u8);
    }

    public PooledBytes Output { get; } = new(8192);

    public int TokensWritten { get; private set; }

    /// <summary>The chunks that name the role and carry no token.</summary>
    public void WriteHead()
    {
        for (var i = 0; i < _cursors.Length; i++)
        {
            BeginChoice(i);
            Output.Append("\"role\":\"assistant\",\"content\":"u8);
            Output.Append(_answer.Choices[i].ToolCalls.Length > 0 ? "null"u8 : "\"\""u8);
            Output.Append(",\"refusal\":null},\"logprobs\":null,\"finish_reason\":null}"u8);
            EndChunk();
        }
    }

    public bool WriteTokens()
    {
        var any = false;
        for (var i = 0; i < _cursors.Length; i++)
        {
            var choice = _answer.Choices[i];
            any |= choice.ToolCalls.Length > 0 ? WriteToolToken(i, choice) : WriteTextToken(i, choice);
        }

        return any;
    }

    public void WriteEnd()
    {
        for (var i = 0; i < _cursors.Length; i++)
        {
            BeginChoice(i);
            Output.Append("},\"logprobs\":null,\"finish_reason\":\""u8);
            Output.Append(_answer.Choices[i].FinishReason);
            Output.Append("\"}"u8);
            EndChunk();
        }

        if (_usage)
        {
            Output.Append(_head.Written);
            Output.Append("],\"usage\":"u8);
            ChatJson.AppendUsage(Output, _answer);
            Output.Append("}\n\n"u8);
        }

        WriteDone();
    }

    public void WriteBroken()
    {
        Output.Append(_head.Written);
        Output.Append("{\"index\":0,\"delta\":{\"content\":\n\n"u8);
        WriteDone();
    }

    public void WriteError(SimulatorError error)
    {
        Output.Append("data: "u8);
        error.WriteTo(Output);
        Output.Append("\n\n"u8);
        WriteDone();
    }

    public void Dispose()
    {
        _head.Dispose();
        Output.Dispose();
    }

    private void WriteDone() => Output.Append("data: [DONE]\n\n"u8);

    private bool WriteTextToken(int index, SimulatedChoice choice)
    {
        ref var cursor = ref _cursors[index];
        if (cursor.Offset >= choice.Text.Length)
        {
            return false;
        }

        var end = _wholeText ? choice.Text.Length : SimulatedTokens.NextEnd(choice.Text, cursor.Offset);
        var token = choice.Text.AsSpan(cursor.Offset, end - cursor.Offset);
        BeginChoice(index);
        Output.Append("\"content\":\""u8);
        Output.AppendEscaped(token);
        if (_answer.Call.Logprobs)
        {
            Output.Append("\"},\"logprobs\":{\"content\":["u8);
            ChatJson.AppendLogprob(Output, token, _answer.Call.TopLogprobs);
            Output.Append("],\"refusal\":null},\"finish_reason\":null}"u8);
        }
        else
        {
            Output.Append("\"},\"logprobs\":null,\"finish_reason\":null}"u8);
        }

        EndChunk();
        cursor.Offset = end;
        TokensWritten += _wholeText ? choice.Tokens : 1;
        return true;
    }

    private bool WriteToolToken(int index, SimulatedChoice choice)
    {
        ref var cursor = ref _cursors[index];
        if (cursor.Tool >= choice.ToolCalls.Length)
        {
            return false;
        }

        var call = choice.ToolCalls[cursor.Tool];
        BeginChoice(index);
        Output.Append("\"tool_calls\":[{\"index\":"u8);
        Output.Append((long)cursor.Tool);
        if (!cursor.Named)
        {
            Output.Append(",\"id\":\""u8);
            Output.Append(call.Id);
            Output.Append("\",\"type\":\"function\",\"function\":{\"name\":\""u8);
            Output.AppendEscaped(call.Name);
            Output.Append("\",\"arguments\":\"\"}}]},\"logprobs\":null,\"finish_reason\":null}"u8);
            cursor.Named = true;
            TokensWritten += SimulatedTokens.Count(call.Name);
        }
        else
        {
            var end = SimulatedTokens.NextEnd(call.Arguments, cursor.Offset);
            Output.Append(",\"function\":{\"arguments\":\""u8);
            Output.AppendEscaped(call.Arguments.AsSpan(cursor.Offset, end - cursor.Offset));
            Output.Append("\"}}]},\"logprobs\":null,\"finish_reason\":null}"u8);
            cursor.Offset = end;
            TokensWritten++;
        }

        EndChunk();
        if (cursor.Offset >= call.Arguments.Length)
        {
            cursor = new Cursor { Tool = cursor.Tool + 1 };
        }

        return true;
    }

    private void BeginChoice(int index)
    {
        Output.Append(_head.Written);
        Output.Append("{\"index\":"u8);
        Output.Append((long)index);
        Output.Append(",\"delta\":{"u8);
    }

    private void EndChunk() =>
        Output.Append(_answer.Call.IncludeUsage ? "],\"usage\":null}\n\n"u8 : "]}\n\n"u8);

    private struct Cursor
    {
        public int Tool;
        public bool Named;
        public int Offset;
    }
}
