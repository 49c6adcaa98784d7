namespace AutoClaw.Cli.Up;

/// <summary>What to paste into a client so that it talks to the gateway.</summary>
internal static class ClientSnippets
{
    public static string Curl(string baseUrl, string key) =>
        $$"""
        curl {{baseUrl}}/chat/completions \
          -H "Authorization: Bearer {{key}}" -H "Content-Type: application/json" \
          -d '{"model": "auto", "messages": [{"role": "user", "content": "Hello"}]}'
        """;

    public static string CSharp(string baseUrl, string key) =>
        $$"""
        var client = new OpenAI.Chat.ChatClient("auto", new System.ClientModel.ApiKeyCredential("{{key}}"),
            new OpenAI.OpenAIClientOptions { Endpoint = new Uri("{{baseUrl}}") });
        Console.WriteLine(client.CompleteChat("Hello").Value.Content[0].Text);
        """;

    public static string Python(string baseUrl, string key) =>
        $$"""
        from openai import OpenAI
        client = OpenAI(base_url="{{baseUrl}}", api_key="{{key}}")
        print(client.chat.completions.create(model="auto", messages=[{"role": "user", "content": "Hello"}]).choices[0].message.content)
        """;

    public static string TypeScript(string baseUrl, string key) =>
        $$"""
        import OpenAI from "openai";
        const client = new OpenAI({ baseURL: "{{baseUrl}}", apiKey: "{{key}}" });
        console.log((await client.chat.completions.create({ model: "auto", messages: [{ role: "user", content: "Hello" }] })).choices[0].message.content);
        """;
}
