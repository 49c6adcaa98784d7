using AutoClaw.Core.Model;

namespace AutoClaw.Core.Routing.Aims;

/// <summary>
/// Holds one route's <see cref="Aim"/> on live traffic. The threshold is read off the last <see cref="TrafficWindow.Size"/> scores, and
/// leans against the aim's running balance: gently near 0, all the way at its bound, which it therefore never passes. Any number of
/// threads may decide; a decision and its step of the balance are one compare-and-swap. No lock, no allocation, no clock.
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
    private long _balance;

    /// <summary>A controller that begins where <paramref name="calibration"/> expects the aim to be met.</summary>
    public AimController(Aim aim, Calibration calibration)
    {
        Aim = aim;
        Calibration = calibration;
        _window = new TrafficWindow(aim);
        WarmStart.Fill(_window, calibration);
    }

    public Aim Aim { get; }

    /// <summary>Whose scores it expects: another model's do not compare.</summary>
    public Calibration Calibration { get; }

    /// <summary>What the next score is held against.</summary>
    public double Threshold => ThresholdAt(Interlocked.Read(ref _balance));

    /// <summary>Share of the last requests, at most <see cref="TrafficWindow.Size"/>, that was sent to the cloud; null before the first.</summary>
    public double? CloudShare => _window.CloudShare;

    /// <summary>Predicted quality of the same requests as a share of all-cloud: an estimate. Null before the first scored one.</summary>
    public double? QualityShare => _window.QualityShare;

    /// <summary>Requests that the two shares are about.</summary>
    public int Requests => _window.Counted;

    /// <summary>True if it may go on as the controller of this aim: it is its own, and scores still mean the same.</summary>
    public bool Holds(Aim aim, Calibration calibration) => Aim == aim && Calibration.IsSameAs(calibration);

    /// <summary>What <see cref="Decide"/> would say, without counting it.</summary>
    public AimVerdict Peek(in RouterScore score)
    {
        var threshold = Threshold;
        return new AimVerdict(threshold, score.Score >= threshold);
    }

    /// <summary>Decides and counts.</summary>
    public AimVerdict Decide(in RouterScore score)
    {
        while (true)
        {
            var balance = Interlocked.Read(ref _balance);
            var threshold = ThresholdAt(balance);
            var verdict = new AimVerdict(threshold, score.Score >= threshold);
            var entry = TrafficEntry.Of(score, verdict.IsCloud);
            if (TryStep(balance, entry))
            {
                _window.Add(entry);
                return verdict;
            }
        }
    }

    /// <summary>Counts a request that had no choice. The balance stops at its bound: what nobody chose is not paid back without end.</summary>
    public void Count(Place place)
    {
        var entry = TrafficEntry.Of(place);
        while (!TryStep(Interlocked.Read(ref _balance), entry))
        {
        }

        _window.Add(entry);
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

    private bool TryStep(long balance, TrafficEntry entry)
    {
        // One step past the bound must be kept, or the aim would drift: the lean acts on what is at the bound already.
        var most = Aim.Bound + 1;
        var next = Math.Clamp((balance / Unit) + Aim.Step(entry), -most, most);
        return Interlocked.CompareExchange(ref _balance, (long)Math.Round(next * Unit), balance) == balance;
    }

    private double ThresholdAt(long balance)
    {
        var lean = balance / Unit / Aim.Bound;
        if (lean >= 1)
        {
            return NothingToCloud;
        }

        if (lean <= -1)
        {
            return Aim.Floor;
        }

        var wanted = Aim.Wanted(_window);
        var room = lean > 0 ? Math.Max(0, wanted) : Math.Max(0, _window.Weight - wanted);
        var pull = (Gentle * lean) + ((1 - Gentle) * lean * lean * lean * lean * lean);
        return _window.ThresholdFor(wanted - (pull * room), Aim.Floor);
    }
}
