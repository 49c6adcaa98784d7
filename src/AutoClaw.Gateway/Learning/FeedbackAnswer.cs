using System.Text.Json;

namespace AutoClaw.Gateway.Learning;

/// <summary>What the client gets when its rating is kept.</summary>
internal sealed record FeedbackAnswer(string Object, string RequestId, double Rating)
{
    public static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };
}
