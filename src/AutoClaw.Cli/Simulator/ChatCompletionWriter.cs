namespace AutoClaw.Cli.Simulator;

/// <summary>Writes the answer to a client that did not ask for a stream.</summary>
internal static class ChatCompletionWriter
{
    public static void Write(PooledBytes output, SimulatedAnswer answer, ReadOnlySpan<byte> model, bool usage)
    {
        output.Append("{"u8);
        ChatJson.AppendHead(output, answer, "chat.completion"u8, model);
        output.Append("\"choices\":["u8);
        for (var i = 0; i < answer.Choices.Length; i++)
        {
            if (i > 0)
            {
                output.Append(","u8);
            }

            WriteChoice(output, answer, i);
        }

        output.Append("]"u8);
        if (usage)
        {
            output.Append(",\"usage\":"u8);
            ChatJson.AppendUsage(output, answer);
        }

        output.Append("}"u8);
    }

    private static void WriteChoice(PooledBytes output, SimulatedAnswer answer, int index)
    {
        var choice = answer.Choices[index];
        output.Append("{\"index\":"u8);
        output.Append((long)index);
        output.Append(",\"message\":{\"role\":\"assistant\",\"content\":"u8);
        if (choice.ToolCalls.Length > 0)
        {
            output.Append("null,\"refusal\":null,\"tool_calls\":["u8);
            WriteToolCalls(output, choice.ToolCalls);
            output.Append("]}"u8);
        }
        else
        {
            output.Append("\""u8);
            output.AppendEscaped(choice.Text);
            output.Append("\",\"refusal\":null}"u8);
        }

        output.Append(",\"logprobs\":"u8);
        WriteLogprobs(output, answer.Call, choice.Text);
        output.Append(",\"finish_reason\":\""u8);
        output.Append(choice.FinishReason);
        output.Append("\"}"u8);
    }

    private static void WriteToolCalls(PooledBytes output, SimulatedToolCall[] calls)
    {
        for (var i = 0; i < calls.Length; i++)
        {
            if (i > 0)
            {
                output.Append(","u8);
            }

            output.Append("{\"id\":\""u8);
            output.Append(calls[i].Id);
            output.Append("\",\"type\":\"function\",\"function\":{\"name\":\""u8);
            output.AppendEscaped(calls[i].Name);
            output.Append("\",\"arguments\":\""u8);
            output.AppendEscaped(calls[i].Arguments);
            output.Append("\"}}"u8);
        }
    }

    private static void WriteLogprobs(PooledBytes output, ChatCall call, ReadOnlySpan<byte> text)
    {
        if (!call.Logprobs || text.IsEmpty)
        {
            output.Append("null"u8);
            return;
        }

        output.Append("{\"content\":["u8);
        for (var start = 0; start < text.Length;)
        {
            var end = SimulatedTokens.NextEnd(text, start);
            if (start > 0)
            {
                output.Append(","u8);
            }

            ChatJson.AppendLogprob(output, text[start..end], call.TopLogprobs);
            start = end;
        }

        output.Append("],\"refusal\":null}"u8);
    }
}
