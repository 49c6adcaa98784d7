using System.Buffers;
using AutoClaw.Core.Model;
using AutoClaw.Core.Wire.Hub;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Core.Wire.OpenAiResponses;

/// <summary>
/// Writes one answer as the Responses API streams it: what becomes of the answer, around the events of its items. Only the first of
/// several choices has a place here.
/// </summary>
internal sealed class ResponsesEventWriter : IChatEventWriter
{
    private readonly AnswerHead _head;
    private readonly ResponseEcho _echo;
    private readonly EventStream _events = new();
    private readonly StreamedItems _items;
    private FinishReason? _reason;
    private Usage? _usage;
    private bool _started;
    private bool _ended;

    public ResponsesEventWriter(AnswerHead head)
    {
        _head = head;
        _echo = new ResponseEcho(head.Request, head.IsKept);
        _items = new StreamedItems(head, _echo, new ItemEvents(_events));
    }

    public void Write(ChatEvent chatEvent, IBufferWriter<byte> output)
    {
        if (_ended)
        {
            return;
        }

        Start(output);
        switch (chatEvent)
        {
            case ChatEvent.Text { Choice: 0 } text:
                _items.WriteContent(text.Value, isRefusal: false, output);
                break;
            case ChatEvent.Refusal { Choice: 0 } refusal:
                _items.WriteContent(refusal.Value, isRefusal: true, output);
                break;
            case ChatEvent.Reasoning { Choice: 0 } thought:
                _items.WriteThought(thought.Value, output);
                break;
            case ChatEvent.ReasoningState { Choice: 0 } state:
                _items.EndThought(state.State, output);
                break;
            case ChatEvent.ToolCall { Choice: 0 } call:
                _items.BeginCall(call, output);
                break;
            case ChatEvent.ToolArguments { Choice: 0 } arguments:
                _items.WriteArguments(arguments, output);
                break;
            case ChatEvent.Citation { Choice: 0 } citation:
                _items.AddCitation(citation.Value, output);
                break;
            case ChatEvent.Logprobs { Choice: 0 } logprobs:
                _items.AddLogprobs(logprobs.Value);
                break;
            case ChatEvent.Finished { Choice: 0 } finished:
                Finish(finished.Reason, output);
                break;
            case ChatEvent.Used used:
                _usage = used.Usage;
                break;
            case ChatEvent.Failed failed:
                Fail(failed.Error, output);
                break;
        }
    }

    public void End(IBufferWriter<byte> output)
    {
        if (_ended)
        {
            return;
        }

        Start(output);
        Finish(_reason ?? FinishReason.Stop, output);
        _ended = true;
        WriteResponse(_reason is FinishReason.Length or FinishReason.ContentFilter ? "response.incomplete" : "response.completed", null, output);
    }

    private void Start(IBufferWriter<byte> output)
    {
        if (_started)
        {
            return;
        }

        _started = true;
        WriteResponse("response.created", null, output);
        WriteResponse("response.in_progress", null, output);
    }

    private void Finish(FinishReason reason, IBufferWriter<byte> output)
    {
        _reason = reason;
        _items.Finish(reason is FinishReason.Length or FinishReason.ContentFilter ? AnswerItem.Incomplete : AnswerItem.Completed, output);
    }

    private void Fail(EngineError error, IBufferWriter<byte> output)
    {
        _ended = true;
        var writer = _events.Begin("error");
        ResponsesErrorWriter.WriteMembers(writer, 500, error);
        _events.End(writer, "error", output);
        _items.Abandon();
        WriteResponse("response.failed", error, output);
    }

    private void WriteResponse(string type, EngineError? error, IBufferWriter<byte> output)
    {
        var writer = _events.Begin(type);
        writer.WritePropertyName("response"u8);

        // While the answer goes on its items have events of their own.
        ResponseObjectWriter.Write(writer, _head, _echo, _ended ? _items.All : [], _ended ? _reason : null, _usage, error);
        _events.End(writer, type, output);
    }
}
