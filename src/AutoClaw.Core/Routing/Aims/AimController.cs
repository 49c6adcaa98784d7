using AutoClaw.Core.Model;

namespace AutoClaw.Core.Routing.Aims;

/// <summary>
/// Holds one route's <see cref="Aim"/> on live traffic. The threshold is read off the last <see cref="TrafficWindow.Size"/> scores, and
/// leans against the aim's running balance: gently near 0, all the way at its bound, which it therefore never passes. Any number of
/// threads may decide; a decision and its step of the balance are one compare-and-swap. No lock, no allocation, and no clock but a
/// budget's.
/// </summary>
public sealed class AimController
{
    /// <summary>No score reaches it: scores lie within -1 to 1.</summary>
    public const double NothingToCloud = 2;

    /// <summary>Every score reaches it.</summary>
    public const double EverythingToCloud = -2;

    // The balance in whole steps of 2^-20, so that it can be swapped as a long.
    private const double Unit = 1 << 20;

    // Share of the lean that is in proportion to the balance. The rest grows with its fifth power: near 0 the threshold hardly moves,
    // so that the best requests are chosen; near the bound it moves as far as it must. Together 1.
    private const double Gentle = 0.4;

    private readonly TrafficWindow _window;
    private readonly BudgetPace? _pace;
    private long _balance;

    /// <summary>A controller that begins where <paramref name="calibration"/> expects the aim to be met.</summary>
    /// <param name="aim">What to hold.</param>
    /// <param name="calibration">Of the router model whose scores it will see.</param>
    /// <param name="meter">What a <see cref="BudgetAim"/> has spent; null for the others.</param>
    /// <param name="time">For budgets.</param>
    public AimController(Aim aim, Calibration calibration, BudgetMeter? meter = null, TimeProvider? time = null)
    {
        Aim = aim;
        Calibration = calibration;
        _window = new TrafficWindow(aim);
        _pace = meter is null ? null : new BudgetPace(meter, time ?? TimeProvider.System);
        WarmStart.Fill(_window, calibration);
    }

    public Aim Aim { get; }

    /// <summary>Whose scores it expects: another model's do not compare.</summary>
    public Calibration Calibration { get; }

    /// <summary>What the next score is held against, at the mean cost.</summary>
    public double Threshold => ThresholdAt(Interlocked.Read(ref _balance));

    /// <summary>What a budget has spent; null where the aim is none.</summary>
    public BudgetMeter? Budget => _pace?.Meter;

    /// <summary>True where <see cref="Decide"/> goes by what a request costs.</summary>
    public bool WeighsCost => Aim.WeighsCost;

    /// <summary>Share of the last requests, at most <see cref="TrafficWindow.Size"/>, that was sent to the cloud; null before the first.</summary>
    public double? CloudShare => _window.CloudShare;

    /// <summary>Predicted quality of the same requests as a share of all-cloud: an estimate. Null before the first scored one.</summary>
    public double? QualityShare => _window.QualityShare;

    /// <summary>Requests that the two shares are about.</summary>
    public int Requests => _window.Counted;

    /// <summary>True if it may go on as the controller of this aim: it is its own, and scores still mean the same.</summary>
    public bool Holds(Aim aim, Calibration calibration) => Aim == aim && Calibration.IsSameAs(calibration);

    /// <summary>Mean USD that the cloud is expected to cost more for the last requests; 0 where that is not looked at or unknown.</summary>
    public double MeanCost => _window.MeanCost;

    /// <summary>What <see cref="Decide"/> would say, without counting it.</summary>
    public AimVerdict Peek(in RouterScore score, double usd = 0, double margin = 0) =>
        AimVerdict.Of(score.Score, CostGain.Threshold(Threshold, RelativeCost(score, usd)), margin);

    /// <summary>Decides and counts.</summary>
    /// <param name="score">What the model said.</param>
    /// <param name="usd">Expected USD that the cloud costs more; 0 where unknown.</param>
    /// <param name="margin">In favour of where the conversation is: see <see cref="AimVerdict.Of"/>.</param>
    public AimVerdict Decide(in RouterScore score, double usd = 0, double margin = 0)
    {
        _pace?.Count();
        var relative = RelativeCost(score, usd);
        var worth = CostGain.Worth(score.Score, relative);
        while (true)
        {
            var balance = Interlocked.Read(ref _balance);
            var verdict = AimVerdict.Of(score.Score, CostGain.Threshold(ThresholdAt(balance), relative), margin);
            var entry = TrafficEntry.Of(score, worth, usd, verdict.IsCloud);
            if (TryStep(balance, Aim.Step(entry)))
            {
                return verdict with { Receipt = new AimReceipt(this, _window.Add(entry), entry) };
            }
        }
    }

    /// <summary>Counts a request that had no choice. The balance stops at its bound: what nobody chose is not paid back without end.</summary>
    public AimReceipt Count(Place place)
    {
        _pace?.Count();
        var entry = TrafficEntry.Of(place);
        Step(Aim.Step(entry));
        return new AimReceipt(this, _window.Add(entry), entry);
    }

    /// <summary>A request that was counted for one place was answered by the other.</summary>
    internal void Move(int slot, TrafficEntry entry)
    {
        Step(Aim.Step(entry.Moved) - Aim.Step(entry));
        _window.TryReplace(slot, entry, entry.Moved);
    }

    /// <summary>What it has learnt, to go on from after a restart. Requests decided meanwhile may be left out.</summary>
    public byte[] Save() => AimState.Write(Interlocked.Read(ref _balance), _window);

    /// <summary>Takes up what <see cref="Save"/> gave a controller of the same aim and calibration; before its first request.</summary>
    /// <returns>False, and it begins as it was, where the bytes are of another version or damaged.</returns>
    public bool Restore(ReadOnlySpan<byte> state)
    {
        if (!AimState.TryRead(state, _window, out var balance))
        {
            return false;
        }

        Interlocked.Exchange(ref _balance, Math.Clamp(balance, -(long)(Unit * (Aim.Bound + 1)), (long)(Unit * (Aim.Bound + 1))));
        return true;
    }

    // A model that does not say how long answers get leaves every request at the mean.
    private double RelativeCost(in RouterScore score, double usd) =>
        WeighsCost && score.CloudTokens > 0 ? CostGain.Relative(usd, _window.MeanCost) : 1;

    private void Step(double step)
    {
        while (!TryStep(Interlocked.Read(ref _balance), step))
        {
        }
    }

    private bool TryStep(long balance, double step)
    {
        // One step past the bound must be kept, or the aim would drift: the lean acts on what is at the bound already.
        var most = Aim.Bound + 1;
        var next = Math.Clamp((balance / Unit) + step, -most, most);
        return Interlocked.CompareExchange(ref _balance, (long)Math.Round(next * Unit), balance) == balance;
    }

    private double ThresholdAt(long balance)
    {
        var lean = _pace?.Lean(_window) ?? balance / Unit / Aim.Bound;
        if (lean >= 1)
        {
            return NothingToCloud;
        }

        if (lean <= -1)
        {
            return Aim.Floor;
        }

        if ((_pace is null ? Aim.Wanted(_window) : _pace.Wanted(_window)) is not { } wanted)
        {
            return Calibration.DefaultThreshold;
        }

        var room = lean > 0 ? Math.Max(0, wanted) : Math.Max(0, _window.Weight - wanted);
        var pull = (Gentle * lean) + ((1 - Gentle) * lean * lean * lean * lean * lean);
        return _window.ThresholdFor(wanted - (pull * room), Aim.Floor);
    }
}
