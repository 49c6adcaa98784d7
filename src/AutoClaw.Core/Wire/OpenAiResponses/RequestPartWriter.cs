using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>Writes what a message or a tool's output holds.</summary>
internal sealed class RequestPartWriter(Utf8JsonWriter writer, Losses losses)
{
    /// <param name="part">A text, a refusal or media; anything else has no place inside a message.</param>
    /// <param name="fromModel">Of an earlier answer, whose texts are called otherwise.</param>
    public void Write(ChatPart part, bool fromModel)
    {
        switch (part)
        {
            case ChatPart.Text text:
                WriteText(fromModel ? "output_text"u8 : "input_text"u8, "text"u8, text.Value);
                break;
            case ChatPart.Refusal refusal when fromModel:
                WriteText("refusal"u8, "refusal"u8, refusal.Value);
                break;
            case ChatPart.Refusal refusal:
                WriteText("input_text"u8, "text"u8, refusal.Value);
                break;
            case ChatPart.Image image:
                WriteImage(image);
                break;
            case ChatPart.File file:
                WriteFile(file);
                break;
            case ChatPart.Audio:
                losses.Add("audio");
                break;
            case ChatPart.Foreign foreign:
                losses.Add(foreign.Type);
                break;
        }
    }

    private static string DataUrl(MediaSource source, string absentType) => $"data:{source.MediaType ?? absentType};base64,{source.Base64}";

    private void WriteText(ReadOnlySpan<byte> type, ReadOnlySpan<byte> member, ChatText text)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        text.WriteTo(writer, member);
        if (type.SequenceEqual("output_text"u8))
        {
            writer.WriteStartArray("annotations"u8);
            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private void WriteImage(ChatPart.Image image)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "input_image"u8);
        if (image.Source.FileId is { } id)
        {
            writer.WriteString("file_id"u8, id);
        }
        else
        {
            // An engine looks at the bytes and not at the type, which must be there all the same.
            writer.WriteString("image_url"u8, image.Source.Url ?? DataUrl(image.Source, "image/png"));
        }

        if (image.Detail is { } detail)
        {
            writer.WriteString("detail"u8, detail);
        }

        writer.WriteEndObject();
    }

    private void WriteFile(ChatPart.File file)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, "input_file"u8);
        if (file.Name is { } name)
        {
            writer.WriteString("filename"u8, name);
        }

        if (file.Source.FileId is { } id)
        {
            writer.WriteString("file_id"u8, id);
        }
        else if (file.Source.Url is { } url)
        {
            writer.WriteString("file_url"u8, url);
        }
        else
        {
            writer.WriteString("file_data"u8, DataUrl(file.Source, "application/pdf"));
        }

        writer.WriteEndObject();
    }
}
