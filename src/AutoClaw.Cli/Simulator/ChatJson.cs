using System.Text;

namespace AutoClaw.Cli.Simulator;

/// <summary>The pieces that whole answers and chunks share.</summary>
internal static class ChatJson
{
    /// <summary>From <c>"id"</c> to the comma before <c>"choices"</c>; no opening brace.</summary>
    public static void AppendHead(PooledBytes output, SimulatedAnswer answer, ReadOnlySpan<byte> kind, ReadOnlySpan<byte> model)
    {
        output.Append("\"id\":\"chatcmpl-sim-"u8);
        output.Append(answer.Number);
        output.Append("\",\"object\":\""u8);
        output.Append(kind);
        output.Append("\",\"created\":"u8);
        output.Append(answer.Created);
        output.Append(",\"model\":\""u8);
        output.AppendEscaped(model);
        output.Append("\",\"system_fingerprint\":\"simulated\","u8);
    }

    public static void AppendUsage(PooledBytes output, SimulatedAnswer answer)
    {
        output.Append("{\"prompt_tokens\":"u8);
        output.Append(answer.Call.PromptTokens);
        output.Append(",\"completion_tokens\":"u8);
        output.Append(answer.CompletionTokens);
        output.Append(",\"total_tokens\":"u8);
        output.Append(answer.Call.PromptTokens + (long)answer.CompletionTokens);
        output.Append(",\"prompt_tokens_details\":{\"cached_tokens\":0,\"audio_tokens\":0},\"completion_tokens_details\":"u8);
        output.Append("{\"reasoning_tokens\":0,\"audio_tokens\":0,\"accepted_prediction_tokens\":0,\"rejected_prediction_tokens\":0}}"u8);
    }

    /// <summary>The probabilities of one token, made up from its text.</summary>
    public static void AppendLogprob(PooledBytes output, ReadOnlySpan<byte> token, int alternatives)
    {
        var state = SimulatedText.Mix(0, token);
        AppendTokenProbability(output, token, -0.001 - (0.2 * SimulatedText.NextUnit(ref state)));
        output.Append(",\"top_logprobs\":["u8);
        for (var i = 0; i < alternatives; i++)
        {
            if (i > 0)
            {
                output.Append(","u8);
            }

            AppendTokenProbability(output, i == 0 ? token : Encoding.UTF8.GetBytes($" word{i}"), -0.3 - i);
            output.Append("}"u8);
        }

        output.Append("]}"u8);
    }

    private static void AppendTokenProbability(PooledBytes output, ReadOnlySpan<byte> token, double logprob)
    {
        output.Append("{\"token\":\""u8);
        output.AppendEscaped(token);
        output.Append("\",\"logprob\":"u8);
        output.Append(logprob);
        output.Append(",\"bytes\":["u8);
        for (var i = 0; i < token.Length; i++)
        {
            if (i > 0)
            {
                output.Append(","u8);
            }

            output.Append((long)token[i]);
        }

        output.Append("]"u8);
    }
}
