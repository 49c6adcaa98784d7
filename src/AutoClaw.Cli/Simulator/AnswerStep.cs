using System.Text;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Cli.Simulator;

/// <summary>One piece of an answer in no dialect.</summary>
/// <param name="Tokens">In it.</param>
/// <param name="Event">What it says.</param>
/// <param name="Logprobs">How likely it was; null where nobody asked.</param>
internal readonly record struct AnswerStep(int Tokens, ChatEvent Event, ChatEvent.Logprobs? Logprobs = null)
{
    /// <summary>The pieces of one choice in order; without its end.</summary>
    public static IEnumerable<AnswerStep> Of(SimulatedAnswer answer, int index, bool wholeText)
    {
        var choice = answer.Choices[index];
        for (var start = 0; start < choice.Text.Length;)
        {
            // Probabilities are told a token at a time.
            var whole = wholeText && !answer.Call.Logprobs;
            var end = whole ? choice.Text.Length : SimulatedTokens.NextEnd(choice.Text, start);
            yield return new AnswerStep(
                whole ? choice.Tokens : 1, new ChatEvent.Text(index, Encoding.UTF8.GetString(choice.Text.AsSpan(start..end))), LogprobsOf(answer.Call, index, choice.Text.AsSpan(start..end)));
            start = end;
        }

        for (var i = 0; i < choice.ToolCalls.Length; i++)
        {
            var call = choice.ToolCalls[i];
            yield return new AnswerStep(SimulatedTokens.Count(call.Name), new ChatEvent.ToolCall(index, i, call.Id, Encoding.UTF8.GetString(call.Name)));
            for (var start = 0; start < call.Arguments.Length;)
            {
                var end = SimulatedTokens.NextEnd(call.Arguments, start);
                yield return new AnswerStep(1, new ChatEvent.ToolArguments(index, i, Encoding.UTF8.GetString(call.Arguments.AsSpan(start..end))));
                start = end;
            }
        }
    }

    public static ChatEvent.Finished EndOf(SimulatedAnswer answer, int index)
    {
        var choice = answer.Choices[index];
        return new ChatEvent.Finished(
            index,
            choice.FinishReason switch { "length" => FinishReason.Length, "tool_calls" => FinishReason.ToolCalls, _ => FinishReason.Stop },
            choice.StopSequence);
    }

    private static ChatEvent.Logprobs? LogprobsOf(ChatCall call, int index, ReadOnlySpan<byte> token)
    {
        if (!call.Logprobs)
        {
            return null;
        }

        using var json = new PooledBytes();
        json.Append("{\"content\":["u8);
        ChatJson.AppendLogprob(json, token, call.TopLogprobs);
        json.Append("],\"refusal\":null}"u8);
        return new ChatEvent.Logprobs(index, JsonElement.Parse(json.Written));
    }
}
