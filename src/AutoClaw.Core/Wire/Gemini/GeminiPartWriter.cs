using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.Gemini;

/// <summary>Writes the parts of messages.</summary>
internal sealed class GeminiPartWriter(Utf8JsonWriter writer, Losses losses, IReadOnlyDictionary<string, string> names)
{
    /// <summary>False for a part that says nothing here; what it would have said goes to the losses.</summary>
    public bool CanWrite(ChatPart part, string path)
    {
        switch (part)
        {
            case ChatPart.Text text:
                return !text.Value.IsEmpty || GeminiSignature.Of(text.State) is not null;
            case ChatPart.Refusal refusal:
                return refusal.Value.Length > 0;
            case ChatPart.Reasoning thought:
                if (thought.State is not null && GeminiSignature.Of(thought.State) is null)
                {
                    losses.AddHint($"{path}.{thought.State.Kind}");
                }

                return thought.Value.Length > 0 || GeminiSignature.Of(thought.State) is not null;
            case ChatPart.Image image:
                return CanWrite(image.Source, path);
            case ChatPart.Audio audio:
                return CanWrite(audio.Source, path);
            case ChatPart.File file:
                return CanWrite(file.Source, path);
            case ChatPart.Foreign { Wire: not WireName.Gemini } foreign:
                losses.Add($"{path} ({foreign.Type})");
                return false;
            default:
                return true;
        }
    }

    /// <param name="part">One that can be written.</param>
    /// <param name="path">Where it stands, for the losses.</param>
    /// <param name="signature">For a call that has none of its own.</param>
    public void Write(ChatPart part, string path, string? signature)
    {
        switch (part)
        {
            case ChatPart.Text text:
                GeminiAnswerParts.WriteText(writer, text.Value, text.State);
                break;
            case ChatPart.Refusal refusal:
                GeminiAnswerParts.WriteText(writer, refusal.Value);
                break;
            case ChatPart.Reasoning { Value.Length: 0 } thought:
                GeminiAnswerParts.WriteText(writer, "", thought.State);
                break;
            case ChatPart.Reasoning thought:
                GeminiAnswerParts.WriteThought(writer, thought.Value, thought.State);
                break;
            case ChatPart.ToolCall call:
                WriteCall(call, path, signature);
                break;
            case ChatPart.ToolResult result:
                WriteResult(result, path);
                break;
            case ChatPart.Image image:
                if (image.Detail is not (null or "auto"))
                {
                    losses.AddHint($"{path}.detail");
                }

                WriteMedia(image.Source, "image/jpeg");
                break;
            case ChatPart.Audio audio:
                WriteMedia(audio.Source, "audio/wav");
                break;
            case ChatPart.File file:
                if (file.Name is not null)
                {
                    losses.AddHint($"{path}.filename");
                }

                WriteMedia(file.Source, "application/pdf");
                break;
            case ChatPart.Foreign foreign:
                WireJson.WriteRaw(writer, foreign.Raw);
                break;
        }
    }

    private bool CanWrite(MediaSource source, string path)
    {
        if (source.FileId is { } file && !GeminiMediaReader.IsUploaded(file))
        {
            losses.Add($"{path}.file_id");
            return false;
        }

        return true;
    }

    private void WriteCall(ChatPart.ToolCall call, string path, string? signature)
    {
        var own = GeminiSignature.Of(call.State);
        if (call.State is not null && own is null)
        {
            losses.AddHint($"{path}.{call.State.Kind}");
        }

        GeminiAnswerParts.WriteCall(writer, call, own ?? signature);
    }

    private void WriteResult(ChatPart.ToolResult result, string path)
    {
        var text = ChatText.Join(result.Content);
        writer.WriteStartObject();
        writer.WriteStartObject("functionResponse"u8);
        writer.WriteString("id"u8, result.CallId);
        writer.WriteString("name"u8, names.GetValueOrDefault(result.CallId, result.CallId));
        writer.WritePropertyName("response"u8);
        if (result.IsError || !GeminiAnswerParts.IsObject(text))
        {
            writer.WriteStartObject();
            text.WriteTo(writer, result.IsError ? "error"u8 : "output"u8);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteRawValue(text.ToString(), skipInputValidation: true);
        }

        var others = result.Content.Where(part => part is not ChatPart.Text && CanWrite(part, path)).ToList();
        if (others.Count > 0)
        {
            writer.WriteStartArray("parts"u8);
            foreach (var part in others)
            {
                Write(part, path, null);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void WriteMedia(MediaSource source, string fallback)
    {
        writer.WriteStartObject();
        if (source.Base64 is { } data)
        {
            writer.WriteStartObject("inlineData"u8);
            writer.WriteString("mimeType"u8, source.MediaType ?? TypeOf(data) ?? fallback);
            writer.WriteString("data"u8, data);
        }
        else
        {
            writer.WriteStartObject("fileData"u8);
            if (source.MediaType is not null)
            {
                writer.WriteString("mimeType"u8, source.MediaType);
            }

            writer.WriteString("fileUri"u8, source.Url ?? source.FileId);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // The first bytes of the common formats, in base64.
    private static string? TypeOf(string data) =>
        data.StartsWith("iVBORw", StringComparison.Ordinal) ? "image/png"
        : data.StartsWith("/9j/", StringComparison.Ordinal) ? "image/jpeg"
        : data.StartsWith("R0lGOD", StringComparison.Ordinal) ? "image/gif"
        : data.StartsWith("JVBERi", StringComparison.Ordinal) ? "application/pdf"
        : null;
}
