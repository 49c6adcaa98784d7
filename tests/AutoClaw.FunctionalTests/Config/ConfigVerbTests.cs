using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using AutoClaw.Cli;
using AutoClaw.FunctionalTests.Fixtures;
using AutoClaw.Gateway.Auth;
using AutoClaw.Gateway.Engines.Detection;
using AutoClaw.Gateway.Options;
using NJsonSchema;
using YamlDotNet.Serialization;

namespace AutoClaw.FunctionalTests.Config;

public sealed class ConfigVerbTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("autoclaw-config-").FullName;
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();
    private readonly Terminal _terminal;

    public ConfigVerbTests() => _terminal = new Terminal(_out, _error, colour: false);

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        _out.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task Check_ValidFile_ExitsWith0()
    {
        var file = Write("engines: {a: {kind: simulator, place: local, model: m}}\n");

        Assert.Equal(ExitCode.Ok, await RunAsync("config", "check", "-c", file));
        Assert.Equal($"{file} is valid: 1 engine(s), 1 route(s), 1 warning(s)\n", _out.ToString());
        Assert.Equal($"{file}:1:1: warning AC1302 no_client_keys: no client key is named; only this machine's own key gets in (autoclaw init makes one)\n", _error.ToString());
    }

    [Fact]
    public async Task Check_InvalidFile_ExitsWith3AndTellsAll()
    {
        var file = Write("lisen: [x]\nengines: {a: {kind: simulatr, place: local, model: m}}\n");

        Assert.Equal(ExitCode.Config, await RunAsync("config", "check", "-c", file));
        Assert.Equal($"{file} is not valid: 2 error(s), 1 warning(s). Codes: docs/errors-config.md\n", _out.ToString());
        Assert.Contains($"{file}:1:1: error AC1001 unknown_key: unknown key lisen (did you mean listen?)\n", _error.ToString(), StringComparison.Ordinal);
        Assert.Matches($@"{Regex.Escape(file)}:2:21: error AC1104 unknown_value: kind takes .+ \(did you mean simulator\?\)\n", _error.ToString());
    }

    [Fact]
    public async Task Check_Json_IsOneObject()
    {
        var file = Write("lisen: x\nauth: {allow_anonymous_loopback: true}\nengines: {a: {kind: simulator, place: local, model: m}}\n");

        Assert.Equal(ExitCode.Config, await RunAsync("config", "check", "-c", file, "--json"));
        var expected = new JsonObject
        {
            ["file"] = file,
            ["valid"] = false,
            ["problems"] = new JsonArray(new JsonObject
            {
                ["file"] = file, ["line"] = 1, ["column"] = 1, ["severity"] = "error", ["code"] = "AC1001", ["name"] = "unknown_key",
                ["message"] = "unknown key lisen", ["hint"] = "did you mean listen?",
            }),
        };
        Assert.True(JsonNode.DeepEquals(expected, JsonNode.Parse(_out.ToString())), _out.ToString());
        Assert.Empty(_error.ToString());
    }

    public static TheoryData<string, string> Unreadable => new()
    {
        { "nowhere.yaml", "the file does not exist (autoclaw init writes one)" },
        { "nowhere/autoclaw.yaml", "the file does not exist (autoclaw init writes one)" },
        { ".", "the file cannot be read: UnauthorizedAccessException (look at its type and permissions)" },
        { "latin1.yaml", "the file is not UTF-8 text (save it as UTF-8)" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Check_UnreadableFile_ExitsWith3(string name, string message)
    {
        File.WriteAllBytes(Path.Combine(_folder, "latin1.yaml"), [0x61, 0x3a, 0x20, 0xe9]);
        var file = Path.Combine(_folder, name);

        Assert.Equal(ExitCode.Config, await RunAsync("config", "check", "-c", file));
        Assert.Equal($"{file}:1:1: error AC1000 file_unreadable: {message}\n", _error.ToString());
    }

    [Fact]
    public async Task Check_HugeFile_IsRefusedUnread()
    {
        var file = Write(new string('#', ConfigFile.MaxBytes + 1));

        Assert.Equal(ExitCode.Config, await RunAsync("config", "check", "-c", file));
        Assert.Contains("AC1008 too_large", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Load_ByteOrderMark_IsSkipped()
    {
        var file = Path.Combine(_folder, "bom.yaml");
        File.WriteAllText(file, "auth: {allow_anonymous_loopback: true}\nengines: {a: {kind: simulator, place: local, model: m}}\n", new System.Text.UTF8Encoding(true));

        Assert.Empty(ConfigFile.Load(file).Problems);
    }

    [Fact]
    public async Task Show_ValidFile_PrintsWhatIsInForce()
    {
        var file = Write("auth: {allow_anonymous_loopback: true}\nengines: {a: {place: local, base_url: \"http://127.0.0.1:1/v1\", model: m, api_key: not-to-be-seen}}\nledger: {path: l.db}\n");

        Assert.Equal(ExitCode.Ok, await RunAsync("config", "show", "-c", file));
        Assert.Contains($"  path: \"{Path.Combine(_folder, "l.db")}\"\n", _out.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-seen", _out.ToString(), StringComparison.Ordinal);

        _out.GetStringBuilder().Clear();
        Assert.Equal(ExitCode.Ok, await RunAsync("config", "show", "-c", file, "--json"));
        var shown = JsonNode.Parse(_out.ToString())!;
        Assert.Equal("***", shown["config"]!["engines"]!["a"]!["api_key"]!.GetValue<string>());
        Assert.Equal(2, shown["sources"]!["engines.a.api_key"]!["line"]!.GetValue<int>());
    }

    [Fact]
    public async Task Show_InvalidFile_ExitsWith3()
    {
        Assert.Equal(ExitCode.Config, await RunAsync("config", "show", "-c", Write("x"), "--json"));
        Assert.Null(JsonNode.Parse(_out.ToString())!["config"]);
        Assert.Contains("AC1004", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("simulated.yaml")]
    [InlineData("ollama-and-openai.yaml")]
    [InlineData("several-engines.yaml")]
    public async Task Schema_Examples_AreValid(string name)
    {
        var schema = await SchemaAsync();
        var json = Json(await File.ReadAllTextAsync(Path.Combine(Repository.Root, "examples", name), TestContext.Current.CancellationToken));

        Assert.Empty(schema.Validate(json));
    }

    [Theory]
    [InlineData("lisen: x\nengines: {a: {place: local, model: m}}")]
    [InlineData("engines: {a: {place: somewhere, model: m}}")]
    [InlineData("engines: {a: {place: local}}")]
    [InlineData("engines: {}")]
    [InlineData("listen: http://127.0.0.1:2529")]
    [InlineData("engines: {a: {place: local, model: m, idle_timeout: 5}}")]
    [InlineData("engines: {a: {place: local, model: m}}\nroutes: {auto: {engines: [a], aim: {quality: 1.5}}}")]
    public async Task Schema_WrongFiles_AreNot(string yaml) => Assert.NotEmpty((await SchemaAsync()).Validate(Json(yaml)));

    [Fact]
    public async Task Init_NewFile_IsValidAndItsKeyGetsIn()
    {
        var file = Path.Combine(_folder, "autoclaw.yaml");
        Assert.Equal(ExitCode.Ok, await InitAsync(file, force: false, json: true));

        var said = JsonNode.Parse(_out.ToString())!;
        var loaded = ConfigFile.Load(file, static _ => null);
        Assert.Empty(loaded.Problems);
        Assert.True(new KeyRing(loaded.Options!.Auth).TryAuthenticate(said["api_key"]!.GetValue<string>(), out _));
        Assert.Equal(said["api_key"]!.GetValue<string>(), Credentials.Find(static _ => null).Value);
        Assert.True(said["key_created"]!.GetValue<bool>());
        Assert.Equal(["local", "cloud"], loaded.Options.Engines.Select(engine => engine.Id));
    }

    [Fact]
    public async Task Init_Text_PrintsTheKeyOnceAndWhatWasLookedFor()
    {
        Assert.Equal(ExitCode.Ok, await InitAsync(Path.Combine(_folder, "autoclaw.yaml"), force: false, json: false));

        var said = _out.ToString();
        var key = Credentials.Find(static _ => null).Value!;
        Assert.Equal(2, said.Split(key).Length);
        Assert.Contains("not used  OpenAI (OPENAI_API_KEY): not set\n", said, StringComparison.Ordinal);
        Assert.Contains("simulated  Simulated local engine (built in): stands in: no real local engine was found\n", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Init_FileExists_IsKeptUnlessForced()
    {
        var file = Write("mine");

        Assert.Equal(ExitCode.Failed, await InitAsync(file, force: false, json: false));
        Assert.Equal("mine", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Equal($"error: {file} exists. Choose another file with -o, or overwrite it with --force.\n", _error.ToString());
        Assert.Equal(ExitCode.Ok, await InitAsync(file, force: true, json: false));
        Assert.Empty(ConfigFile.Load(file, static _ => null).Problems);
    }

    [Fact]
    public async Task Init_FolderMissing_IsToldNotThrown()
    {
        Assert.Equal(ExitCode.Failed, await InitAsync(Path.Combine(_folder, "nowhere", "autoclaw.yaml"), force: false, json: false));
        Assert.Contains("cannot be written", _error.ToString(), StringComparison.Ordinal);
    }

    private LocalCredentials Credentials => new(Path.Combine(_folder, "home"));

    private Task<int> InitAsync(string file, bool force, bool json)
    {
        var detection = new DetectionOptions
        {
            OllamaPort = LoopbackFake.ClosedPort(), LmStudioPort = LoopbackFake.ClosedPort(), LlamaServerPort = LoopbackFake.ClosedPort(), VllmPort = LoopbackFake.ClosedPort(),
            Environment = static _ => null,
        };
        return new InitVerb.InitRun(_terminal, Credentials, detection, json).RunAsync(file, force, TestContext.Current.CancellationToken);
    }

    private Task<int> RunAsync(params string[] arguments) =>
        new RootCommand { ConfigVerb.Create(_terminal) }.Parse(arguments).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

    private async Task<JsonSchema> SchemaAsync()
    {
        Assert.Equal(ExitCode.Ok, await RunAsync("config", "schema"));
        return await JsonSchema.FromJsonAsync(_out.ToString(), TestContext.Current.CancellationToken);
    }

    // An independent reader of YAML 1.2 with its types, so that the schema is checked against what an editor sees.
    private static string Json(string yaml)
    {
        var tree = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(new StringReader(yaml))));
        return new SerializerBuilder().JsonCompatible().Build().Serialize(tree);
    }

    private string Write(string text)
    {
        var file = Path.Combine(_folder, "autoclaw.yaml");
        File.WriteAllText(file, text);
        return file;
    }
}
