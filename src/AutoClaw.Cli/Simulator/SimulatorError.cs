using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway.Relay;
using Microsoft.AspNetCore.Http;

namespace AutoClaw.Cli.Simulator;

/// <summary>An answer that is not one, as OpenAI words it: every field is always sent, null where there is nothing to say.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Type">For example <c>invalid_request_error</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Param">The request field at fault.</param>
/// <param name="Code">A stable code.</param>
/// <param name="RetryAfter">Seconds for <c>Retry-After</c>.</param>
internal sealed record SimulatorError(int Status, string Type, string Message, string? Param, string? Code, int? RetryAfter = null)
{
    /// <summary>What an engine says that fails when it has begun to answer.</summary>
    public static readonly SimulatorError MidAnswer = new(500, "server_error", "Simulated: the engine failed in the middle of its answer.", null, "engine_failed");

    public static SimulatorError Invalid(string message, string? param = null, string? code = null) =>
        new(400, "invalid_request_error", message, param, code);

    /// <summary>What an engine with this status says.</summary>
    public static SimulatorError Of(SimulatorFault fault) => fault.Amount switch
    {
        401 => new(401, "invalid_request_error", "Simulated: incorrect API key provided.", null, "invalid_api_key"),
        429 => new(429, "rate_limit_error", "Simulated: rate limit reached.", null, "rate_limit_exceeded", fault.RetryAfter),
        < 500 => new(fault.Amount, "invalid_request_error", "Simulated: the request is refused.", null, null, fault.RetryAfter),
        _ => new(fault.Amount, "server_error", "Simulated: the server had an error.", null, null, fault.RetryAfter),
    };

    /// <summary>In the dialect of whoever asked.</summary>
    public void WriteTo(PooledBytes output, HttpRequest request)
    {
        var dialect = ClientDialect.Of(request);
        if (dialect == ClientDialect.OpenAiChat)
        {
            WriteTo(output);
        }
        else
        {
            dialect.WriteError(output, Status, new EngineError(Message, Type: null, Param, Code));
        }
    }

    public void WriteTo(PooledBytes output)
    {
        output.Append("{\"error\":{\"message\":"u8);
        WriteString(output, Message);
        output.Append(",\"type\":"u8);
        WriteString(output, Type);
        output.Append(",\"param\":"u8);
        WriteString(output, Param);
        output.Append(",\"code\":"u8);
        WriteString(output, Code);
        output.Append("}}"u8);
    }

    private static void WriteString(PooledBytes output, string? text)
    {
        if (text is null)
        {
            output.Append("null"u8);
            return;
        }

        output.Append("\""u8);
        output.AppendEscaped(System.Text.Encoding.UTF8.GetBytes(text));
        output.Append("\""u8);
    }
}
