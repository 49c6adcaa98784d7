using AutoClaw.Gateway.Auth;

namespace AutoClaw.Gateway.Relay;

/// <summary>What a request counts against until it ends; null for what has no limit.</summary>
/// <param name="All">The gateway's requests.</param>
/// <param name="Own">Its key's.</param>
internal readonly record struct AdmissionSlot(UnderWayCount? All, UnderWayCount? Own)
{
    public void Leave()
    {
        All?.Leave();
        Own?.Leave();
    }
}
