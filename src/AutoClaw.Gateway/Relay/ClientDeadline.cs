using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Gateway.Relay;

/// <summary>How long a client waits, as far as it says so.</summary>
/// <param name="Whole">Until it has all of its answer; null: as long as it takes.</param>
/// <param name="FirstContent">
/// Until its answer begins: what the SDKs of OpenAI and Anthropic tell is how long they wait for the next bytes, of which a stream that goes
/// on has enough. Null: as long as it takes.
/// </param>
internal readonly record struct ClientDeadline(TimeSpan? Whole, TimeSpan? FirstContent)
{
    /// <summary>AutoClaw's own.</summary>
    public const string Header = "x-request-timeout";

    /// <summary>What those SDKs send, in seconds.</summary>
    public const string SdkHeader = "x-stainless-timeout";

    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>False where <see cref="Header"/> is there and can't be understood; what an SDK sends of its own accord is never refused.</summary>
    public static bool TryRead(IHeaderDictionary headers, out ClientDeadline deadline)
    {
        deadline = default;
        if (headers.TryGetValue(SdkHeader, out var sdk) && Seconds(sdk.ToString()) is { } patience)
        {
            deadline = deadline with { FirstContent = patience };
        }

        if (!headers.TryGetValue(Header, out var own))
        {
            return true;
        }

        var text = own.ToString();
        deadline = deadline with
        {
            Whole = text.EndsWith("ms", StringComparison.Ordinal) ? Seconds(text[..^2], 1000)
                : text.EndsWith('s') ? Seconds(text[..^1])
                : Seconds(text),
        };
        return deadline.Whole is not null;
    }

    private static TimeSpan? Seconds(string text, double per = 1) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value > 0 && value / per <= Longest.TotalSeconds
            ? TimeSpan.FromSeconds(value / per)
            : null;
}
