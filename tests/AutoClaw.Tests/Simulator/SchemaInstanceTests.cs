using System.Text;
using System.Text.Json;
using AutoClaw.Cli.Simulator;

namespace AutoClaw.Tests.Simulator;

public sealed class SchemaInstanceTests
{
    [Theory]
    [InlineData("""{"const":5}""", "5")]
    [InlineData("""{"enum":["only"]}""", "\"only\"")]
    [InlineData("""{"type":"integer","minimum":3,"maximum":3}""", "3")]
    [InlineData("""{"type":"integer","exclusiveMinimum":3,"maximum":4}""", "4")]
    [InlineData("""{"type":"number","minimum":0.001,"maximum":0.001}""", "0.001")]
    [InlineData("""{"type":"integer","multipleOf":7,"minimum":20,"maximum":22}""", "21")]
    [InlineData("""{"type":["null","string"]}""", "null")]
    [InlineData("""{"type":"string","maxLength":4}""", "\"simu\"")]
    [InlineData("""{"type":"array","minItems":3,"maxItems":3,"items":{"const":1}}""", "[1,1,1]")]
    [InlineData("""{"type":"array","prefixItems":[{"const":1},{"const":"b"}]}""", "[1,\"b\"]")]
    [InlineData("""{"$ref":"#/$defs/a~1b","$defs":{"a/b":{"const":true}}}""", "true")]
    [InlineData("""{"anyOf":[{"const":1},{"const":2}]}""", "1")]
    [InlineData("""{"type":"object","properties":{"a":{"const":1},"b":{"type":"object"}}}""", """{"a":1,"b":{}}""")]
    [InlineData("""{"properties":{"a":{"const":1}}}""", """{"a":1}""")]
    [InlineData("true", "null")]
    [InlineData("", "{}")]
    public void Write_Schema_FitsIt(string schema, string expected) => Assert.Equal(expected, Write(schema));

    [Theory]
    [InlineData("""{"type":"object","properties":{"next":{"$ref":"#"}},"required":["next"]}""")]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"type":"object","properties":{"all":{"type":"array","items":{"$ref":"#"}}}}""")]
    [InlineData("""{"type":[1],"enum":{},"prefixItems":3,"required":"x","anyOf":{},"minimum":"x"}""")]
    public void Write_RecursiveOrNonsense_EndsWithJson(string schema)
    {
        using var json = JsonDocument.Parse(Write(schema), new JsonDocumentOptions { MaxDepth = 128 });
        Assert.NotEqual(JsonValueKind.Undefined, json.RootElement.ValueKind);
    }

    private static string Write(string schema) => Encoding.UTF8.GetString(SchemaInstance.Write(Encoding.UTF8.GetBytes(schema), 1));
}
