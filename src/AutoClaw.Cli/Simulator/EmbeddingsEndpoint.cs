using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Cli.Simulator;

/// <summary>
/// <c>POST /v1/embeddings</c>: unit vectors made from the words of each text, so that texts which share words are close, and one text
/// always gives one vector.
/// </summary>
internal sealed class EmbeddingsEndpoint(SimulatorServerOptions options)
{
    private readonly byte[] _model = Encoding.UTF8.GetBytes(options.Model);

    public async Task AnswerAsync(HttpContext http, Settlement settlement, SimulatorFault? fault)
    {
        using var body = await RequestBody.ReadAsync(http);
        if (fault is { Kind: SimulatorFaultKind.Status })
        {
            settlement.Fail(0);
            await Reply.ErrorAsync(http, SimulatorError.Of(fault));
            return;
        }

        var (inputs, dimensions, base64, error) = Read(body.Span);
        if (error is not null)
        {
            settlement.Reject();
            await Reply.ErrorAsync(http, error);
            return;
        }

        using var output = new PooledBytes(8192);
        var tokens = Write(output, inputs, dimensions, base64);
        settlement.Answer(tokens, 0, 0);
        await Reply.WholeAsync(http, 200, Reply.Json, output.WrittenMemory);
    }

    private (List<byte[]> Inputs, int Dimensions, bool Base64, SimulatorError? Error) Read(ReadOnlySpan<byte> body)
    {
        var inputs = new List<byte[]>();
        var dimensions = options.EmbeddingDimensions;
        var base64 = false;
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("input", out var input) || !ReadInputs(input, inputs))
            {
                return (inputs, 0, false, SimulatorError.Invalid("'input' must be a string, an array of strings or arrays of tokens.", "input"));
            }

            if (root.TryGetProperty("dimensions", out var asked) && !(asked.TryGetInt32(out dimensions) && dimensions is > 0 and <= 4096))
            {
                return (inputs, 0, false, SimulatorError.Invalid("'dimensions' must be an integer from 1 to 4096.", "dimensions"));
            }

            base64 = root.TryGetProperty("encoding_format", out var format) && format.ValueEquals("base64");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return (inputs, 0, false, SimulatorError.Invalid($"We could not parse the JSON body of your request: {e.Message}"));
        }

        return (inputs, dimensions, base64, null);
    }

    private static bool ReadInputs(JsonElement input, List<byte[]> inputs)
    {
        switch (input.ValueKind)
        {
            case JsonValueKind.String:
                inputs.Add(Encoding.UTF8.GetBytes(input.GetString()!));
                return true;

            // Token numbers stand for themselves: the simulator has no tokenizer to turn them back.
            case JsonValueKind.Array when input.GetArrayLength() > 0 && input[0].ValueKind == JsonValueKind.Number:
                inputs.Add(Encoding.UTF8.GetBytes(string.Join(' ', input.EnumerateArray().Select(static token => token.GetRawText()))));
                return true;
            case JsonValueKind.Array when input.GetArrayLength() > 0:
                return input.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String or JsonValueKind.Array && ReadInputs(item, inputs));
            default:
                return false;
        }
    }

    private int Write(PooledBytes output, List<byte[]> inputs, int dimensions, bool base64)
    {
        var tokens = 0;
        output.Append("{\"object\":\"list\",\"data\":["u8);
        for (var i = 0; i < inputs.Count; i++)
        {
            tokens += SimulatedTokens.Count(inputs[i]);
            output.Append(i > 0 ? ",{\"object\":\"embedding\",\"index\":"u8 : "{\"object\":\"embedding\",\"index\":"u8);
            output.Append((long)i);
            output.Append(",\"embedding\":"u8);
            WriteVector(output, Embed(inputs[i], dimensions), base64);
            output.Append("}"u8);
        }

        output.Append("],\"model\":\""u8);
        output.AppendEscaped(_model);
        output.Append("\",\"usage\":{\"prompt_tokens\":"u8);
        output.Append((long)tokens);
        output.Append(",\"total_tokens\":"u8);
        output.Append((long)tokens);
        output.Append("}}"u8);
        return tokens;
    }

    private static float[] Embed(byte[] text, int dimensions)
    {
        var sum = new double[dimensions];
        for (var start = 0; start == 0 || start < text.Length;)
        {
            var end = SimulatedTokens.NextEnd(text, start);
            var state = SimulatedText.Mix(0, text.AsSpan(start..end).Trim(" \t\r\n"u8));
            for (var i = 0; i < dimensions; i++)
            {
                sum[i] += SimulatedText.NextUnit(ref state) - 0.5;
            }

            if (end == start)
            {
                break;
            }

            start = end;
        }

        var length = Math.Sqrt(sum.Sum(static x => x * x));
        return [.. sum.Select(x => (float)(x / length))];
    }

    private static void WriteVector(PooledBytes output, float[] vector, bool base64)
    {
        if (base64)
        {
            var bytes = new byte[vector.Length * sizeof(float)];
            for (var i = 0; i < vector.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
            }

            output.Append("\""u8);
            output.Append(Convert.ToBase64String(bytes));
            output.Append("\""u8);
            return;
        }

        output.Append("["u8);
        for (var i = 0; i < vector.Length; i++)
        {
            if (i > 0)
            {
                output.Append(","u8);
            }

            output.Append((double)vector[i]);
        }

        output.Append("]"u8);
    }
}
