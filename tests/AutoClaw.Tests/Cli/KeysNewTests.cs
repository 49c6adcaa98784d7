using System.Text.Json.Nodes;
using AutoClaw.Cli;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Options;
using AutoClaw.Tests.Options;

namespace AutoClaw.Tests.Cli;

public sealed class KeysNewTests
{
    private const string Engines = "engines: {a: {kind: simulator, place: local, model: m}}\n";

    [Fact]
    public async Task New_ForAClient_PrintsLinesThatLetItsKeyIn()
    {
        var (exitCode, output, _) = await RunAsync("keys", "new", "--name", "my: laptop");
        var options = OptionsOf(output, out var key);
        Assert.Equal(ExitCode.Ok, exitCode);
        Assert.True(new KeyRing(options.Auth).TryAuthenticate(key, out var granted));
        Assert.Equal((granted.Id, "my: laptop"), (options.Auth.Keys[0].Id, options.Auth.Keys[0].Name));
    }

    [Theory]
    [InlineData(null, AdminScope.Read)]
    [InlineData("read", AdminScope.Read)]
    [InlineData("write", AdminScope.Write)]
    public async Task New_ForAnAdministrator_HasTheScope(string? scope, AdminScope expected)
    {
        string[] more = scope is null ? [] : ["--scope", scope];
        var (_, output, errors) = await RunAsync(["keys", "new", "--admin", .. more]);
        var options = OptionsOf(output, out var key);
        var made = Assert.Single(options.Admin!.Keys);
        Assert.Equal((KeyHash.Of(key), expected), (made.Hash, made.Scope));
        Assert.StartsWith("sk-ac-admin-", key, StringComparison.Ordinal);
        Assert.DoesNotContain(key, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task New_Json_IsOneObject()
    {
        var (_, output, _) = await RunAsync("keys", "new", "--admin", "--json");
        var made = JsonNode.Parse(output)!;
        Assert.Equal(("admin.keys", "read", KeyHash.Of((string)made["key"]!)), ((string)made["section"]!, (string)made["scope"]!, (string)made["hash"]!));
    }

    [Theory]
    [InlineData("keys new --scope write", "add --admin")]
    [InlineData("keys new --admin --scope all", "all")]
    public async Task New_WithAScopeThatMakesNoSense_ExitsWith2(string arguments, string hint)
    {
        var (exitCode, output, errors) = await RunAsync(arguments.Split(' '));
        Assert.Equal((ExitCode.Usage, string.Empty), (exitCode, output));
        Assert.Contains(hint, errors, StringComparison.Ordinal);
    }

    private static GatewayOptions OptionsOf(string output, out string key)
    {
        key = output[..output.IndexOf('\n', StringComparison.Ordinal)];
        return ConfigFile.Parse(Engines + output[key.Length..], ConfigText.File, static _ => null).Options!;
    }

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var terminal = new Terminal(output, errors, colour: false);
        var exitCode = await CommandLine.RunAsync(AutoClawCommand.Create(terminal), arguments, terminal);
        return (exitCode, output.ToString(), errors.ToString());
    }
}
