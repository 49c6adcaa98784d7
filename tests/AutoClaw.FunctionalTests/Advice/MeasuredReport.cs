using System.Globalization;

namespace AutoClaw.FunctionalTests.Advice;

/// <summary>Reports of a benchmark, as small as they may be.</summary>
internal static class MeasuredReport
{
    /// <summary>A local engine and a cloud one at 2 and 10 dollars a million, which bills 5% above that.</summary>
    public static string OfTwo { get; } = Of("""
        {"engine":"mine","place":"local","model":"small","quality":0.8,"ttft_p50_ms":123,"output_tokens_per_second":55,"cost_per_request_usd":null,"best_tokens_per_second":900},
        {"engine":"theirs","place":"cloud","model":"big-model","quality":0.9,"ttft_p50_ms":456,"output_tokens_per_second":77,"cost_per_request_usd":0.001470}
        """);

    /// <param name="measured">What it measured, as JSON objects.</param>
    public static string Of(string measured) => $$"""
        {"version":1,"started_at":"2026-11-01T12:00:00+00:00","seconds":60,"seed":1,"scale":0.1,"level":0.95,"requests_per_month":100000,"spent_usd":0,
         "engines":[{{Engine("mine", "local", "small", null, null, 200, 50, 0)}},{{Engine("theirs", "cloud", "big-model", 2, 10, 200, 100, 40)}}],
         "rows":[],"measured":[{{measured}}]}
        """;

    private static string Engine(string name, string place, string model, int? input, int? output, int prompt, int answer, int thought) => $$"""
        {"facts":{"name":"{{name}}","place":"{{place}}","model":"{{model}}","api":"openai-chat","host":null,"input_usd_per_million":{{input?.ToString(CultureInfo.InvariantCulture) ?? "null"}},"output_usd_per_million":{{output?.ToString(CultureInfo.InvariantCulture) ?? "null"}}},
         "calls":10,"ttft":{},"ttfa":{},"tpot":{},"gaps":{},"latency":{},"input_tokens":{{prompt}},"output_tokens":{{answer}},"reasoning_tokens":{{thought}}}
        """;
}
