using System.Globalization;

namespace AutoClaw.Cli.Simulator;

/// <summary>One way to go wrong, and how much of it.</summary>
/// <param name="Kind">What happens.</param>
/// <param name="Amount">Requests, tokens, milliseconds, bytes or the HTTP status: see <see cref="SimulatorFaultKind"/>.</param>
/// <param name="RetryAfter">Seconds in <c>Retry-After</c>; only with a status.</param>
internal sealed record SimulatorFault(SimulatorFaultKind Kind, int Amount = 0, int? RetryAfter = null)
{
    private static readonly (string Name, SimulatorFaultKind Kind, int? Default)[] Modes =
    [
        ("refuse-after", SimulatorFaultKind.RefuseAfter, null),
        ("status", SimulatorFaultKind.Status, null),
        ("hang-before-headers", SimulatorFaultKind.HangBeforeHeaders, 0),
        ("hang-before-first-token", SimulatorFaultKind.HangBeforeFirstToken, 0),
        ("die-mid-stream", SimulatorFaultKind.DieMidStream, 3),
        ("early-eof", SimulatorFaultKind.EarlyEof, 3),
        ("malformed-json", SimulatorFaultKind.MalformedJson, 0),
        ("wrong-content-type", SimulatorFaultKind.WrongContentType, 0),
        ("error-event-mid-stream", SimulatorFaultKind.ErrorEventMidStream, 3),
        ("slow-drip", SimulatorFaultKind.SlowDrip, 1),
        ("drop-usage", SimulatorFaultKind.DropUsage, 0),
        ("huge-line", SimulatorFaultKind.HugeLine, 1024 * 1024),
    ];

    /// <summary>The accepted forms, for <c>--help</c> and for error messages.</summary>
    public const string Syntax =
        "refuse-after:N, status:CODE[,RETRY_AFTER_SECONDS], hang-before-headers, hang-before-first-token, die-mid-stream[:TOKENS], "
        + "early-eof[:TOKENS], malformed-json[:TOKENS], wrong-content-type, error-event-mid-stream[:TOKENS], slow-drip[:MS], drop-usage, "
        + "huge-line[:BYTES]";

    /// <summary>Reads <c>MODE[:AMOUNT[,RETRY_AFTER]]</c>; null where it is none of <see cref="Syntax"/>.</summary>
    public static SimulatorFault? Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var name = colon < 0 ? text : text[..colon];
        foreach (var mode in Modes)
        {
            if (mode.Name == name)
            {
                return Parse(mode.Kind, mode.Default, colon < 0 ? null : text[(colon + 1)..]);
            }
        }

        return null;
    }

    private static SimulatorFault? Parse(SimulatorFaultKind kind, int? fallback, string? arguments)
    {
        if (arguments is null)
        {
            return fallback is { } amount ? new SimulatorFault(kind, amount) : null;
        }

        var parts = arguments.Split(',');
        if (parts.Length > (kind == SimulatorFaultKind.Status ? 2 : 1)
            || !TryReadNumber(parts[0], out var first)
            || (kind == SimulatorFaultKind.Status && first is < 400 or > 599))
        {
            return null;
        }

        if (parts.Length == 1)
        {
            return new SimulatorFault(kind, first);
        }

        return TryReadNumber(parts[1], out var seconds) ? new SimulatorFault(kind, first, seconds) : null;
    }

    private static bool TryReadNumber(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
