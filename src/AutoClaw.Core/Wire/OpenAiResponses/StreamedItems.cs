using System.Buffers;
using System.Text.Json;
using AutoClaw.Core.Wire.Hub;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>
/// The items of a streamed answer. A text and a thought end where something else begins; calls stay open until the answer ends, because
/// engines may mix the arguments of several.
/// </summary>
internal sealed class StreamedItems(AnswerHead head, ResponseEcho echo, ItemEvents events)
{
    private readonly List<AnswerItem> _items = [];
    private readonly Dictionary<int, AnswerItem> _calls = [];
    private readonly List<JsonElement> _logprobs = [];
    private AnswerItem? _open;

    public IReadOnlyList<AnswerItem> All => _items;

    public void WriteContent(string piece, bool isRefusal, IBufferWriter<byte> output)
    {
        // Engines send empty pieces of text beside a call's, which begin nothing.
        if (piece.Length == 0)
        {
            return;
        }

        var item = Open(AnswerItemKind.Message, output);
        if (item.Content is [.., var last] && last.IsRefusal != isRefusal)
        {
            events.PartDone(item, output);
        }

        if (item.Content is not [.., { } content] || content.IsRefusal != isRefusal)
        {
            item.Content.Add(content = new AnswerContent(isRefusal) { Start = TextBefore() });
            events.PartAdded(item, content, output);
        }

        content.Text.Append(piece);
        content.Logprobs.AddRange(_logprobs);
        events.Delta(item, piece, _logprobs, output);
        _logprobs.Clear();
    }

    /// <summary>Notes a citation of the text under way; of one that has ended there is no event for it.</summary>
    public void AddCitation(UrlCitation citation, IBufferWriter<byte> output)
    {
        if (_open is { Kind: AnswerItemKind.Message, Content: [.., { IsRefusal: false } content] } item)
        {
            content.Citations.Add(citation);
            events.CitationAdded(item, output);
        }
    }

    public void WriteThought(string piece, IBufferWriter<byte> output)
    {
        if (piece.Length == 0)
        {
            return;
        }

        var item = Open(AnswerItemKind.Reasoning, output);
        if (item.Text.Length == 0)
        {
            events.ThoughtAdded(item, output);
        }

        item.Text.Append(piece);
        events.ThoughtDelta(item, piece, output);
    }

    public void EndThought(OpaqueState state, IBufferWriter<byte> output)
    {
        Open(AnswerItemKind.Reasoning, output).EncryptedContent = EncryptedContent.Write(state);
        Close(AnswerItem.Completed, output);
    }

    public void BeginCall(ChatEvent.ToolCall call, IBufferWriter<byte> output)
    {
        if (call.State is { } state)
        {
            Close(AnswerItem.Completed, output);
            Open(AnswerItemKind.Reasoning, output).EncryptedContent = EncryptedContent.Write(state, ofCall: true);
        }

        Close(AnswerItem.Completed, output);
        _calls[call.Index] = Add(AnswerItemKind.FunctionCall, output, (call.Id, call.Name));
    }

    public void WriteArguments(ChatEvent.ToolArguments arguments, IBufferWriter<byte> output)
    {
        if (arguments.Piece.Length == 0 || !_calls.TryGetValue(arguments.Index, out var item))
        {
            return;
        }

        item.Text.Append(arguments.Piece);

        // The free text of a custom tool is inside the arguments, so that it is known only when they are whole.
        if (item.Kind == AnswerItemKind.FunctionCall)
        {
            events.ArgumentsDelta(item, arguments.Piece, output);
        }
    }

    public void AddLogprobs(JsonElement logprobs)
    {
        if (ResponsesJson.Member(logprobs, "content"u8) is { ValueKind: JsonValueKind.Array } tokens)
        {
            foreach (var token in tokens.EnumerateArray())
            {
                _logprobs.Add(token.Clone());
            }
        }
    }

    /// <summary>The answer has ended: what is still open is <paramref name="status"/>.</summary>
    public void Finish(string status, IBufferWriter<byte> output)
    {
        Close(status, output);
        foreach (var item in _items)
        {
            if (item.Status == AnswerItem.InProgress)
            {
                EndCall(item, status, output);
            }
        }

        _calls.Clear();
    }

    /// <summary>The answer has failed: what is still open stays incomplete, and no event says so.</summary>
    public void Abandon()
    {
        foreach (var item in _items)
        {
            item.Status = item.Status == AnswerItem.InProgress ? AnswerItem.Incomplete : item.Status;
        }
    }

    private void EndCall(AnswerItem item, string status, IBufferWriter<byte> output)
    {
        item.Status = status;
        if (item.Kind == AnswerItemKind.CustomCall)
        {
            events.ArgumentsDelta(item, CustomTool.Unwrap(item.Text.ToString()), output);
        }
        else if (item.Text.Length == 0)
        {
            events.ArgumentsDelta(item, item.Arguments(), output);
        }

        events.ArgumentsDone(item, output);
        events.Done(item, output);
    }

    private int TextBefore() => _items.SelectMany(item => item.Content).Where(content => !content.IsRefusal)
        .Sum(content => Characters.Count(content.Text.ToString()));

    private AnswerItem Open(AnswerItemKind kind, IBufferWriter<byte> output)
    {
        if (_open?.Kind != kind)
        {
            Close(AnswerItem.Completed, output);
            _open = Add(kind, output);
        }

        return _open!;
    }

    private AnswerItem Add(AnswerItemKind kind, IBufferWriter<byte> output, (string Id, string Name) call = default)
    {
        var item = AnswerItem.Create(head, echo, _items.Count, kind, call);
        _items.Add(item);
        events.Added(item, output);
        return item;
    }

    private void Close(string status, IBufferWriter<byte> output)
    {
        if (_open is not { } item)
        {
            return;
        }

        _open = null;
        item.Status = status;
        if (item.Kind == AnswerItemKind.Message)
        {
            events.PartDone(item, output);
        }
        else if (item.Text.Length > 0)
        {
            events.ThoughtDone(item, output);
        }

        events.Done(item, output);
    }
}
