using System.Collections.Concurrent;
using System.ComponentModel;

namespace AutoClaw.FunctionalTests.Clients;

/// <summary>The functions that the clients for .NET call by themselves; it keeps what it was called with.</summary>
internal sealed class Travel
{
    public const string Question = "Where does the river begin?", FollowUp = "And where does it end?";

    private readonly ConcurrentQueue<(string Name, Trip Trip)> _calls = [];

    /// <summary>A PNG of one pixel.</summary>
    public static byte[] Image { get; } = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public IEnumerable<string> Called => _calls.Select(call => call.Name).Order(StringComparer.Ordinal);

    [Description("The weather")]
    public string Forecast(string city, int days) => Note("forecast", city, days);

    [Description("The trains")]
    public string Trains(string city, int days) => Note("trains", city, days);

    private string Note(string name, string city, int days)
    {
        _calls.Enqueue((name, new Trip(city, days)));
        return "sunny";
    }
}
