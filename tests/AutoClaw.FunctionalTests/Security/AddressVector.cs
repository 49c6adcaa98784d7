namespace AutoClaw.FunctionalTests.Security;

/// <summary>One way in which a request tries to have somebody connect to an address of its own choice.</summary>
/// <param name="Name">For people.</param>
/// <param name="Line">The request line.</param>
/// <param name="Headers">Headers that are not every request's.</param>
/// <param name="Body">What is posted; null: nothing.</param>
internal sealed record AddressVector(string Name, string Line, string[] Headers, string? Body)
{
    /// <summary>It is sent once to each engine; else once.</summary>
    public bool NamesAnEngine => Line.Contains("MODEL", StringComparison.Ordinal) || Body?.Contains("MODEL", StringComparison.Ordinal) == true;

    /// <summary>The request as it goes over the wire.</summary>
    /// <param name="model">The engine that is asked for.</param>
    /// <param name="key">The client's key.</param>
    /// <param name="at">Host and port that nobody is to connect to.</param>
    public string ToRequest(string model, string key, string at)
    {
        string Filled(string text) => text.Replace("MODEL", model, StringComparison.Ordinal).Replace("URL", $"http://{at}/x", StringComparison.Ordinal).Replace("AT", at, StringComparison.Ordinal);
        string[] usual = Headers.Any(header => header.StartsWith("Host:", StringComparison.Ordinal)) ? [] : ["Host: localhost"];
        var body = Filled(Body ?? "");
        return Filled(string.Join("\r\n", [Line, .. usual, .. Headers])) + $"\r\nAuthorization: Bearer {key}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";
    }
}
