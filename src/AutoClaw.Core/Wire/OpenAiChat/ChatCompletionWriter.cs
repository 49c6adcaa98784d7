using System.Buffers;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiChat;

/// <summary>Writes a collected answer as one chat completion, by way of the chunks that it would have been.</summary>
internal static class ChatCompletionWriter
{
    public static void Write(CollectedAnswer answer, AnswerHead head, IBufferWriter<byte> output)
    {
        var writer = new ChatEventWriter(head);
        var collector = new ChatCollector();
        foreach (var chatEvent in answer.ToEvents())
        {
            Add(writer.Payload(chatEvent));
        }

        Add(writer.UsagePayload());
        collector.WriteTo(output);

        void Add(ReadOnlySpan<byte> chunk)
        {
            if (!chunk.IsEmpty)
            {
                collector.Add(chunk);
            }
        }
    }
}
