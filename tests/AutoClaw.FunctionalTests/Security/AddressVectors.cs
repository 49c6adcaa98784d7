namespace AutoClaw.FunctionalTests.Security;

/// <summary>Where a request can hold an address: in what it says, in what it calls things, in its headers, and in its target.</summary>
internal static class AddressVectors
{
    private const string Plain = """{"model":"MODEL","messages":[{"role":"user","content":"hi"}]}""";

    public static IReadOnlyList<AddressVector> All { get; } =
    [
        .. Contents("chat", "/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"user","content":[{"type":"text","text":"hi"},ITEM]}]}""",
            """{"type":"image_url","image_url":{"url":"URL"}}""",
            """{"type":"image_url","image_url":"URL"}""",
            """{"type":"image_url","image_url":{"url":"file:///etc/passwd"}}""",
            """{"type":"image_url","image_url":{"url":"gopher://AT/_x"}}""",
            """{"type":"image_url","image_url":{"url":"//AT/x"}}""",
            """{"type":"file","file":{"file_data":"URL"}}""",
            """{"type":"file","file":{"file_id":"URL"}}""",
            """{"type":"file","file":{"file_url":"URL"}}""",
            """{"type":"input_audio","input_audio":{"data":"URL","format":"wav"}}""",
            """{"type":"video_url","video_url":{"url":"URL"}}"""),
        .. Members("chat", "/v1/chat/completions", """{"model":"MODEL","messages":[{"role":"user","content":"hi"}],MEMBER}""",
            "\"base_url\":\"URL\"", "\"api_base\":\"URL\"", "\"endpoint\":\"URL\"", "\"proxy\":\"URL\"", "\"api_key\":\"x\",\"api_host\":\"AT\"",
            "\"extra_body\":{\"base_url\":\"URL\"}", "\"extra_headers\":{\"Host\":\"AT\",\"X-Forwarded-Host\":\"AT\"}", "\"extra_query\":{\"url\":\"URL\"}",
            "\"webhook\":\"URL\"", "\"callback_url\":\"URL\"", "\"litellm_params\":{\"api_base\":\"URL\"}", "\"fallbacks\":[{\"model\":\"x\",\"api_base\":\"URL\"}]", "\"user\":\"URL\"",
            "\"metadata\":{\"conversation_id\":\"URL\"}", "\"prompt_cache_key\":\"URL\"", "\"web_search_options\":{\"search_url\":\"URL\"}",
            "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"x\",\"schema\":{\"$ref\":\"URL\"}}}",
            "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"x\",\"parameters\":{\"$ref\":\"URL\"}}}]",
            "\"tools\":[{\"type\":\"mcp\",\"server_label\":\"x\",\"server_url\":\"URL\"}]"),
        .. Contents("responses", "/v1/responses", """{"model":"MODEL","input":[{"role":"user","content":[{"type":"input_text","text":"hi"},ITEM]}]}""",
            """{"type":"input_image","image_url":"URL"}""", """{"type":"input_image","file_id":"URL"}""", """{"type":"input_file","file_url":"URL"}""", """{"type":"input_file","file_data":"URL","filename":"x.pdf"}"""),
        .. Members("responses", "/v1/responses", """{"model":"MODEL","input":"hi",MEMBER}""",
            "\"tools\":[{\"type\":\"mcp\",\"server_label\":\"x\",\"server_url\":\"URL\",\"require_approval\":\"never\"}]", "\"tools\":[{\"type\":\"web_search\",\"filters\":{\"allowed_domains\":[\"AT\"]}}]",
            "\"previous_response_id\":\"URL\"", "\"conversation\":\"URL\"", "\"prompt\":{\"id\":\"URL\"}", "\"background\":true,\"webhook_url\":\"URL\"", "\"base_url\":\"URL\""),
        .. Contents("responses item", "/v1/responses", """{"model":"MODEL","input":[ITEM]}""", """{"type":"item_reference","id":"URL"}""", """{"type":"computer_call_output","call_id":"c","output":{"type":"computer_screenshot","image_url":"URL"}}"""),
        .. Contents("anthropic", "/v1/messages", """{"model":"MODEL","max_tokens":9,"messages":[{"role":"user","content":[{"type":"text","text":"hi"},ITEM]}]}""",
            """{"type":"image","source":{"type":"url","url":"URL"}}""", """{"type":"image","source":{"type":"url","url":"file:///etc/passwd"}}""", """{"type":"document","source":{"type":"url","url":"URL"}}""",
            """{"type":"image","source":{"type":"file","file_id":"URL"}}""", """{"type":"search_result","source":"URL","title":"x","content":[{"type":"text","text":"x"}]}"""),
        .. Members("anthropic", "/v1/messages", """{"model":"MODEL","max_tokens":9,"messages":[{"role":"user","content":"hi"}],MEMBER}""",
            "\"mcp_servers\":[{\"type\":\"url\",\"url\":\"URL\",\"name\":\"x\"}]", "\"container\":\"URL\"", "\"tools\":[{\"type\":\"web_fetch_20250910\",\"name\":\"web_fetch\",\"allowed_domains\":[\"AT\"]}]", "\"metadata\":{\"user_id\":\"URL\"}"),
        .. Contents("gemini", "/v1beta/models/MODEL:generateContent", """{"contents":[{"role":"user","parts":[{"text":"hi"},ITEM]}]}""",
            """{"fileData":{"mimeType":"image/png","fileUri":"URL"}}""", """{"fileData":{"fileUri":"file:///etc/passwd"}}""", """{"file_data":{"mime_type":"application/pdf","file_uri":"URL"}}""", """{"inlineData":{"mimeType":"image/png","data":"URL"}}"""),
        .. Members("gemini", "/v1beta/models/MODEL:generateContent", """{"contents":[{"role":"user","parts":[{"text":"hi"}]}],MEMBER}""",
            "\"tools\":[{\"urlContext\":{}}]", "\"cachedContent\":\"URL\"", "\"model\":\"URL\"", "\"tools\":[{\"mcpServers\":[{\"streamableHttpTransport\":{\"url\":\"URL\"}}]}]"),
        .. Contents("embeddings", "/v1/embeddings", """{"model":"MODEL",ITEM}""", "\"input\":\"URL\"", "\"input\":\"x\",\"base_url\":\"URL\""),

        .. Contents("model", "/v1/chat/completions", """{"model":"ITEM","messages":[{"role":"user","content":"hi"}]}""",
            "URL", "http://AT/v1", "//AT/x", "AT", "@AT", "openai@AT", "openai/../../x", "../openai", "openai#@AT", "openai?base_url=URL", "openai%00@AT", "file:///etc/passwd", "\\\\\\\\AT\\\\x", "openai\\r\\nHost: AT", "openai:AT"),
        .. Targets(
            "POST /v1beta/models/../../x:generateContent", "POST /v1beta/models/%2e%2e%2f%2e%2e%2fx:generateContent", "POST /v1beta/models/..%2f..%2fgemini:generateContent", "POST /v1beta/models///AT/x:generateContent",
            "POST /v1beta/models/URL:generateContent", "POST /v1beta/models/gemini@AT:generateContent", "POST /v1beta/models/gemini%23@AT:generateContent", "POST /v1beta/models/gemini%3Fx=:generateContent",
            "POST /v1beta/models/gemini%0d%0aHost:%20AT:generateContent", "POST /v1beta/models/%2F%2FAT:generateContent", "POST /v1/models/URL:generateContent", "GET /v1/models/URL", "GET /v1beta/models/..%2F..%2F",
            "GET /v1/responses/URL", "DELETE /v1/responses/..%2f..%2fx", "POST /v1/responses/URL/cancel", "POST /openai/deployments/gemini/chat/completions?api-version=URL", "POST /v1/engines/AT/chat/completions",
            "GET /v1/proxy?url=URL", "GET /v1/files/URL", "POST URL", "POST http://AT/v1/chat/completions", "POST http://localhost@AT/v1/chat/completions", "POST http://AT@localhost/v1/chat/completions", "CONNECT AT",
            "POST //AT/v1/chat/completions", "POST /v1/chat/completions@AT", "POST /http://AT/v1/chat/completions", "POST ftp://AT/v1/chat/completions", "OPTIONS *"),
        .. ((string[])["url", "base_url", "endpoint", "proxy", "target", "alt=sse&callback"]).Select(name => new AddressVector($"query {name}", $"POST /v1/chat/completions?{name}=URL HTTP/1.1", [], Plain)),
        .. ((string[])
        [
            "Host: AT", "Host: localhost:80@AT", "Host: AT@localhost", "Host: localhost\r\nHost: AT", "Host: localhost#AT", "Host: localhost, AT", "X-Forwarded-Host: AT", "X-Forwarded-For: AT", "X-Forwarded-Server: AT", "X-Forwarded-Proto: http://AT/",
            "X-Forwarded-Prefix: //AT", "Forwarded: for=127.0.0.1;host=\"AT\";proto=http", "X-Original-Url: URL", "X-Rewrite-Url: URL", "X-Original-Host: AT", "X-Host: AT", "X-HTTP-Host-Override: AT", "X-Http-Destinationurl: URL", "Destination: URL",
            "Referer: URL", "X-Wap-Profile: URL", "Proxy-Host: AT", "Proxy: URL", "Request-Uri: URL", "Via: 1.1 AT", "True-Client-IP: AT", "X-Real-IP: AT", "Contact: root@AT", "X-Api-Base: URL", "OpenAI-Base-Url: URL", "X-Portkey-Custom-Host: URL",
            "Helicone-Target-Url: URL", "cf-aig-custom-endpoint: URL", "X-Callback-Url: URL", "x-autoclaw-conversation: URL", "x-autoclaw-aim: URL", "x-autoclaw-engine: URL", "Idempotency-Key: URL", "traceparent: URL", "Upgrade: URL",
        ]).Select(header => new AddressVector($"header {header}", "POST /v1/chat/completions HTTP/1.1", [header], Plain)),
    ];

    private static IEnumerable<AddressVector> Contents(string where, string path, string body, params string[] items) =>
        items.Select(item => new AddressVector($"{where} {item}", $"POST {path} HTTP/1.1", [], body.Replace("ITEM", item, StringComparison.Ordinal)));

    private static IEnumerable<AddressVector> Members(string where, string path, string body, params string[] members) =>
        members.Select(member => new AddressVector($"{where} {member}", $"POST {path} HTTP/1.1", [], body.Replace("MEMBER", member, StringComparison.Ordinal)));

    // With a body that is right for the path as it would be without the address in it.
    private static IEnumerable<AddressVector> Targets(params string[] targets) => targets.Select(target => new AddressVector(
        $"target {target}",
        $"{target} HTTP/1.1",
        [],
        target.StartsWith("POST", StringComparison.Ordinal) ? target.Contains("generateContent", StringComparison.Ordinal) ? """{"contents":[{"parts":[{"text":"hi"}]}]}""" : Plain.Replace("MODEL", "openai", StringComparison.Ordinal) : null));
}
