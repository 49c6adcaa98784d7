namespace AutoClaw.Gateway.Options;

/// <summary>A body of rules whose demands on a gateway's configuration are checked. None of them makes an operation lawful by itself.</summary>
public enum PrivacyProfile
{
    /// <summary>Regulation (EU) 2016/679.</summary>
    Gdpr,

    /// <summary>45 CFR Part 164 (Security Rule).</summary>
    Hipaa,

    /// <summary>AICPA's Trust Services Criteria.</summary>
    Soc2,

    /// <summary>Regulation (EU) 2024/1689.</summary>
    EuAiAct,
}
