using AutoClaw.Core.Privacy;
using AutoClaw.Gateway.Engines;

namespace AutoClaw.Gateway.Privacy;

/// <summary>Where one request may go, and who says so.</summary>
/// <param name="Label">All that applies, put together.</param>
/// <param name="Reason">Those whose word made a difference, with commas between; null where it is open.</param>
internal readonly record struct RequestPrivacy(PrivacyLabel Label, string? Reason)
{
    /// <summary>With one more label. Who only repeats what holds already is not named.</summary>
    public RequestPrivacy And(in PrivacyLabel label, string reason)
    {
        var both = Label.And(label);
        return both == Label ? this : new RequestPrivacy(both, Reason is null ? reason : $"{Reason}, {reason}");
    }

    /// <summary>What the client is told where nobody who might have it could answer.</summary>
    public EngineFailure Explain(EngineFailure failure) => Label.IsOpen ? failure : failure with
    {
        ClientStatus = failure.ClientStatus == 502 ? 503 : failure.ClientStatus,
        Message = $"{failure.Message} The request is labelled {this}, so no other engine was asked.",
    };

    public override string ToString() => Reason is null ? Label.ToString() : $"{Label} (by {Reason})";
}
