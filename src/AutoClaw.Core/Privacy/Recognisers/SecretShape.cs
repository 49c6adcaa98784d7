namespace AutoClaw.Core.Privacy.Recognisers;

/// <summary>How a vendor's keys look.</summary>
/// <param name="Prefix">What they begin with.</param>
/// <param name="Least">The fewest characters after it.</param>
/// <param name="Most">The most characters after it.</param>
/// <param name="Score">How sure the shape is.</param>
/// <param name="Signs">What stands in them beside letters and digits.</param>
internal sealed record SecretShape(string Prefix, int Least, int Most, float Score = .95f, string Signs = "")
{
    private const int Long = 512;

    /// <summary>From what the vendors publish for scanners of secrets.</summary>
    public static readonly SecretShape[] All =
    [
        // Amazon Web Services: access key identifiers.
        new("AKIA", 16, 16), new("ASIA", 16, 16), new("ABIA", 16, 16), new("ACCA", 16, 16),
        // GitHub, GitLab, Bitbucket and Atlassian.
        new("ghp_", 36, 255), new("gho_", 36, 255), new("ghu_", 36, 255), new("ghs_", 36, 255), new("ghr_", 36, 255), new("github_pat_", 40, 255, Signs: "_"),
        new("glpat-", 20, 255, Signs: "-_."), new("ATATT3", 60, Long, Signs: "-_="), new("ATBB", 28, 64),
        // Slack, Discord, Telegram, Twilio, SendGrid, Mailchimp.
        new("xoxb-", 20, 255, Signs: "-"), new("xoxa-", 20, 255, Signs: "-"), new("xoxp-", 20, 255, Signs: "-"), new("xoxr-", 20, 255, Signs: "-"), new("xoxs-", 20, 255, Signs: "-"),
        new("xapp-", 20, 255, Signs: "-"), new("SG.", 60, 80, Signs: "-_."),
        // LLM providers; AutoClaw's own keys begin with sk- too.
        new("sk-", 20, 255, Signs: "-_"), new("gsk_", 40, 80), new("xai-", 40, 120), new("pplx-", 40, 80), new("nvapi-", 40, 120, Signs: "-_"), new("hf_", 30, 64), new("r8_", 36, 64),
        // Google.
        new("AIza", 35, 35, Signs: "-_"), new("ya29.", 20, Long, Signs: "-_."), new("GOCSPX-", 20, 40, Signs: "-_"),
        // Stripe, Shopify, Square.
        new("sk_live_", 16, 255), new("sk_test_", 16, 255), new("rk_live_", 16, 255), new("rk_test_", 16, 255), new("whsec_", 24, 80, Signs: "+/="),
        new("shpat_", 32, 40), new("shpss_", 32, 40), new("sq0csp-", 40, 60, Signs: "-_"),
        // Package registries, hosters, Vault, databases, monitoring.
        new("npm_", 36, 36), new("pypi-AgE", 50, Long, Signs: "-_"), new("dckr_pat_", 24, 64, Signs: "-_"), new("dop_v1_", 64, 64), new("hvs.", 24, 200, Signs: "-_"),
        new("dapi", 32, 34), new("glsa_", 32, 64, Signs: "_"), new("lin_api_", 32, 64), new("tskey-", 20, 100, Signs: "-"), new("AGE-SECRET-KEY-1", 58, 58),
        new("sbp_", 40, 40), new("rnd_", 28, 48), new("fly_", 40, 200, Signs: "-_"), new("NRAK-", 27, 27), new("PMAK-", 50, 70, Signs: "-"),
    ];

    /// <summary>How many characters a key that begins with the prefix has in all, or 0 where the text holds none.</summary>
    public int LengthIn(ReadOnlySpan<char> text)
    {
        if (!text.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return 0;
        }

        int at = Prefix.Length, digits = 0, letters = 0;
        for (; at < text.Length && at - Prefix.Length <= Most && (char.IsAsciiLetterOrDigit(text[at]) || Signs.Contains(text[at], StringComparison.Ordinal)); at++)
        {
            digits += char.IsAsciiDigit(text[at]) ? 1 : 0;
            letters += char.IsAsciiLetter(text[at]) ? 1 : 0;
        }

        // What ends a sentence is not the key's.
        while (at > Prefix.Length && !char.IsAsciiLetterOrDigit(text[at - 1]) && text[at - 1] != '=')
        {
            at--;
        }

        // Words joined by dashes have no digits, placeholders (sk-xxxx…) one letter over and over.
        var body = text[Prefix.Length..at];
        return body.Length >= Least && body.Length <= Most && digits >= 2 && letters >= 2 && body[^8..].ContainsAnyExcept(body[^1]) ? at : 0;
    }
}
