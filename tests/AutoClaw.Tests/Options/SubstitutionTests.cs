namespace AutoClaw.Tests.Options;

public sealed class SubstitutionTests
{
    private static string? Model(string scalar, params (string Name, string Value)[] environment) =>
        ConfigText.Parse($"auth: {{allow_anonymous_loopback: true}}\nengines:\n  a: {{kind: simulator, place: local, model: {scalar}}}\n", environment)
            .Options?.Engines[0].Model;

    [Theory]
    [InlineData("\"${NAME}\"", "value")]
    [InlineData("'${NAME}'", "value")]
    [InlineData("\"a ${NAME} b ${NAME} c\"", "a value b value c")]
    [InlineData("\"${NONE:-fallback}\"", "fallback")]
    [InlineData("\"${EMPTY:-fallback}\"", "fallback")]
    [InlineData("\"${NAME:-fallback}\"", "value")]
    [InlineData("\"x${EMPTY}\"", "x")]
    [InlineData("\"x${NONE:-}\"", "x")]
    [InlineData("\"$${NAME}\"", "${NAME}")]
    [InlineData("\"$$${NAME}\"", "$${NAME}")]
    [InlineData("\"$${NAME} ${NAME}\"", "${NAME} value")]
    [InlineData("\"$NAME $ 5$\"", "$NAME $ 5$")]
    [InlineData("\"${NONE:-a:-b}\"", "a:-b")]
    [InlineData("\"${NESTED}\"", "${NAME}")]
    public void Parse_Variables_ArePutIn(string scalar, string expected) =>
        Assert.Equal(expected, Model(scalar, ("NAME", "value"), ("EMPTY", string.Empty), ("NESTED", "${NAME}")));

    [Theory]
    [InlineData("${SHARE}")]
    [InlineData("\"${SHARE}\"")]
    [InlineData("\"${NONE:-0.25}\"")]
    public void Parse_VariableForANumber_IsANumber(string scalar)
    {
        var result = ConfigText.Parse(
            $"engines: {{a: {{kind: simulator, place: local, model: m}}, b: {{kind: simulator, place: cloud, model: m}}}}\nroutes:\n  auto:\n    engines: [a, b]\n    aim:\n      cloud_share: {scalar}\n",
            ("SHARE", "0.25"));

        Assert.Equal(0.25, result.Options!.Routes[0].Aim.CloudShare);
    }

    [Fact]
    public void Parse_EveryUnsetVariable_IsToldAtItsPlace() => Assert.Equal(
        [
            "3:46 unset_variable: the environment variable ONE is not set | set it, or give a default: ${ONE:-default}",
            "3:53 unset_variable: the environment variable TWO is not set | set it, or give a default: ${TWO:-default}",
        ],
        ConfigText.Problems("auth: {allow_anonymous_loopback: true}\nengines:\n  a: {kind: simulator, place: local, model: \"${ONE} ${TWO}\"}\n"));

    [Fact]
    public void Parse_UnsetVariableInFoldedText_IsToldAtTheTextsBeginning() => Assert.Equal(
        ["5:14 unset_variable: the environment variable ONE is not set | set it, or give a default: ${ONE:-default}"],
        ConfigText.Problems("auth: {allow_anonymous_loopback: true}\nengines:\n  a:\n    kind: simulator\n    model:   \"a\n      ${ONE}\"\n    place: local\n"));

    [Fact]
    public void Parse_EmptyVariableForAKey_MeansNoKey()
    {
        var result = ConfigText.Parse(
            "auth: {allow_anonymous_loopback: true}\nengines: {a: {place: local, model: m, base_url: http://127.0.0.1:1/v1, api_key: \"${NONE:-}\"}}\n");

        Assert.Empty(result.Problems);
        Assert.Null(result.Options!.Engines[0].ApiKey);
    }

    [Fact]
    public void Parse_VariablesOfAValue_AreItsOrigin()
    {
        var result = ConfigText.Parse(ConfigText.Valid, ("OPENAI_API_KEY", "x"));

        Assert.Equal(["OPENAI_API_KEY"], result.Origins["engines.big.api_key"].Variables);
        Assert.Equal(8, result.Origins["engines.big.api_key"].At.Line);
        Assert.Empty(result.Origins["engines.big.model"].Variables);
        Assert.False(result.Origins.ContainsKey("engines.big.idle_timeout"));
    }
}
