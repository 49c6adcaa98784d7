using System.Buffers;
using System.Collections;
using System.Text;
using System.Text.Json;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Anthropic;
using AutoClaw.Core.Wire.Hub;
using CsCheck;

namespace AutoClaw.Tests.Wire.Anthropic;

public sealed class AnthropicPropertyTests
{
    private static readonly AnthropicWire Wire = new();

    [Fact]
    public void Request_WrittenAndRead_IsTheSame() => AnthropicGen.Request.Sample(
        request =>
        {
            var losses = new Losses();
            var body = Write(request, losses);
            Assert.Empty(losses.All);
            Assert.True(Wire.TryRead(body, out var read, out var problem), problem?.Message);
            Assert.Equal(Show(request), Show(read));
        },
        iter: 3000);

    [Fact]
    public void Request_Written_IsSoundToTheScanner() => AnthropicGen.Request.Sample(
        request =>
        {
            Assert.True(AnthropicRequestScanner.TryScan(Write(request, new Losses()), out var envelope, out var problem), problem?.Message);
            Assert.Equal(request.Model, envelope!.Model);
            Assert.Equal(request.MaxOutputTokens, envelope.MaxOutputTokens);
            Assert.Equal(request.Messages.Count(message => message.Role == ChatRole.User), envelope.UserTurns);
            Assert.Equal(request.Tools.Count, envelope.Tools);
        },
        iter: 2000);

    [Fact]
    public void Request_Mutated_NeverThrows() => Gen.Select(AnthropicGen.Request, Gen.Double[0, 1], AnthropicGen.Of("\"", "{", "}", "[", "]", "null", "7", "\\", ",", ""), Gen.Int[0, 30]).Sample(
        (request, where, put, cut) =>
        {
            var body = Write(request, new Losses());
            var at = (int)(where * body.Length);
            byte[] mutated = [.. body.AsSpan(0, at), .. Encoding.UTF8.GetBytes(put), .. body.AsSpan(Math.Min(body.Length, at + cut))];
            var scanned = AnthropicRequestScanner.TryScan(mutated, out var envelope, out var scanProblem);
            var read = Wire.TryRead(mutated, out var parsed, out var readProblem);
            return scanned == (envelope is not null) && scanned == (scanProblem is null) && read == (parsed is not null) && read == (readProblem is null);
        },
        iter: 5000);

    [Fact]
    public void Answer_WrittenAndRead_IsTheSame() => AnthropicGen.Answer.Sample(
        events =>
        {
            var reason = events.Exists(chatEvent => chatEvent is ChatEvent.ToolCall) ? FinishReason.ToolCalls : FinishReason.Length;
            var end = new ChatEvent.Finished(0, reason);
            var usage = new ChatEvent.Used(new Usage(12, 5, 7, 3, false));
            var output = new ArrayBufferWriter<byte>();
            var writer = Wire.NewWriter(new AnswerHead("1", "auto", 0));
            foreach (var chatEvent in events.Prepend(new ChatEvent.Started("x", "y")).Append(end).Append(usage))
            {
                writer.Write(chatEvent, output);
            }

            writer.End(output);
            Assert.Equal(
                [new ChatEvent.Started("msg_1", "auto"), new ChatEvent.Used(default), .. events, end, usage, new ChatEvent.Ended()],
                AnthropicEventReaderTests.ReadStream(output.WrittenSpan));
        },
        iter: 3000);

    [Fact]
    public void Answer_SentBackByTheClient_HasTheSameParts() => AnthropicGen.Answer.Where(events => events.Count > 0).Sample(
        events =>
        {
            var answer = new CollectedAnswer();
            events.ForEach(answer.Add);
            var output = new ArrayBufferWriter<byte>();
            Wire.WriteWhole(answer, new AnswerHead("1", "auto", 0), output);
            using var whole = JsonDocument.Parse(output.WrittenMemory);
            var content = whole.RootElement.GetProperty("content").GetRawText();
            var request = AnthropicRequestReaderTests.Read($$"""{"model":"a","max_tokens":1,"messages":[{"role":"assistant","content":{{content}}}]}""");
            Assert.Equal(Show(answer.Choices.Single().Value.Parts), Show(request.Messages.Single().Parts));
        },
        iter: 2000);

    private static byte[] Write(ChatRequest request, Losses losses)
    {
        var output = new ArrayBufferWriter<byte>();
        Wire.Write(request, request.Model, output, losses);
        return output.WrittenSpan.ToArray();
    }

    // Records compare their lists by reference; this shows every property of every part.
    private static string Show(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        JsonElement json => json.GetRawText(),
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Show))}]",
        _ when value.GetType() is { IsPrimitive: false, IsEnum: false } type =>
            $"{type.Name}{{{string.Join(", ", type.GetProperties().Select(property => $"{property.Name}={Show(property.GetValue(value))}"))}}}",
        _ => value.ToString()!,
    };
}
