using AutoClaw.Core.Model;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Relay;

/// <summary>One call of a chat request to one engine, from its reservation to its end. What it holds is given back once.</summary>
/// <param name="engine">Who is called.</param>
/// <param name="index">Its place in the decision's order.</param>
/// <param name="request">What it is sent.</param>
/// <param name="transcript">Of an answer that will be checked; null where it goes out as it comes.</param>
/// <param name="entry">Its slot.</param>
/// <param name="deadline">Ends every wait for it.</param>
internal sealed class EngineCall(
    EngineClient engine, int index, EngineRequest request, AnswerTranscript? transcript, GateEntry entry, EngineDeadline deadline) : IDisposable
{
    private readonly BusyCall? _busy = engine.Enter();
    private GateEntry _entry = entry;
    private ValueTask? _reservation;
    private bool _isOver;

    public EngineClient Engine => engine;

    public int Index => index;

    public EngineRequest Request => request;

    public AnswerTranscript? Transcript => transcript;

    public EngineDeadline Deadline => deadline;

    /// <summary>How long it waited for the engine's process: so much less of its time is left.</summary>
    public TimeSpan Waited { get; } = entry.Waited;

    /// <summary>What is written of it at its end.</summary>
    public required Attempt Attempt { get; init; }

    /// <summary>The engine's answer; null before it has begun.</summary>
    public HttpResponseMessage? Response { get; set; }

    /// <summary>Reads the answer's body; null before it has begun, or where it is none.</summary>
    public AnswerReader? Answer { get; private set; }

    /// <summary>Null while all is well.</summary>
    public EngineFailure? Failure { get; set; }

    /// <summary>Its answer is whole, did not pass its checks, and is kept: whoever serves or replaces it disposes of it.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>The engine has been asked, or is being asked.</summary>
    public bool IsSent { get; set; }

    /// <summary>Its end has been given to the ledger, which writes it once, be it later.</summary>
    public bool IsSettled { get; set; }

    /// <summary>Being written; not awaited before the engine has been asked, so that it costs no visible time.</summary>
    public ValueTask Reservation
    {
        init => _reservation = value;
    }

    /// <summary>The reservation has been written, or has failed, and nobody has looked.</summary>
    public bool IsReservationDue => _reservation is { IsCompleted: true };

    /// <summary>Waits for the reservation; at once from the second time on, as a value task may be awaited once only.</summary>
    /// <exception cref="Ledger.LedgerException">It could not be written.</exception>
    public ValueTask ReservedAsync()
    {
        var reservation = _reservation ?? ValueTask.CompletedTask;
        _reservation = null;
        return reservation;
    }

    public void Begin(AnswerReader answer) => Answer = answer;

    public HeldAnswer Hold()
    {
        IsHeld = true;
        return new HeldAnswer(engine, Attempt, Answer!);
    }

    /// <summary>The engine works on it no more.</summary>
    /// <returns>Its part of the engine's time in microseconds; null where that is not counted.</returns>
    public decimal? EndBusy() => _busy?.End();

    /// <inheritdoc cref="GateEntry.Leave"/>
    public void LeaveGate(bool completed) => GateEntry.Leave(ref _entry, completed);

    public void Dispose()
    {
        if (_isOver)
        {
            return;
        }

        _isOver = true;
        _busy?.Dispose();
        if (!IsHeld)
        {
            Answer?.Dispose();
        }

        Response?.Dispose();
        LeaveGate(completed: false);
    }
}
