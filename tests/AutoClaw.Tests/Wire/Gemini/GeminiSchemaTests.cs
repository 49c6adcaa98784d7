using System.Text;
using AutoClaw.Core.Wire.Gemini;

namespace AutoClaw.Tests.Wire.Gemini;

public sealed class GeminiSchemaTests
{
    [Theory]
    [InlineData("""{"type":"STRING","description":"d"}""", """{"type":"string","description":"d"}""")]
    [InlineData("""{"type":"string"}""", """{"type":"string"}""")]
    [InlineData("""{"type":"TYPE_UNSPECIFIED","title":"t"}""", """{"title":"t"}""")]
    [InlineData("""{"type":"STRING","format":"enum","enum":["a","b"]}""", """{"type":"string","enum":["a","b"]}""")]
    [InlineData("""{"type":"STRING","nullable":true,"enum":["a"]}""", """{"type":["string","null"],"enum":["a",null]}""")]
    [InlineData("""{"type":"INTEGER","format":"int32","nullable":false}""", """{"type":"integer","format":"int32"}""")]
    [InlineData("""{"type":"ARRAY","items":{"type":"NUMBER"},"min_items":"1","maxItems":2}""", """{"type":"array","items":{"type":"number"},"minItems":1,"maxItems":2}""")]
    [InlineData("""{"any_of":[{"type":"STRING"},{"type":"INTEGER"}],"nullable":true}""", """{"anyOf":[{"type":"string"},{"type":"integer"},{"type":"null"}]}""")]
    [InlineData("""{"type":"OBJECT","properties":{"snake_name":{"type":"BOOLEAN"},"type":{"type":"STRING"}},"required":["type"]}""", """{"type":"object","properties":{"snake_name":{"type":"boolean"},"type":{"type":"string"}},"required":["type"]}""")]
    [InlineData("""{"type":"STRING","example":"x","default":"y"}""", """{"type":"string","examples":["x"],"default":"y"}""")]
    public void ToJsonSchema_OwnSchema_IsTheSameInJsonSchema(string own, string expected)
    {
        var lost = new List<string>();
        Assert.Equal(expected, GeminiSchema.ToJsonSchema(GeminiText.Json(own), lost).GetRawText());
        Assert.Empty(lost);
    }

    [Fact]
    public void ToJsonSchema_OrderOfProperties_IsNamedAsLost()
    {
        var lost = new List<string>();
        GeminiSchema.ToJsonSchema(GeminiText.Json("""{"type":"OBJECT","properties":{"a":{"type":"STRING"}},"propertyOrdering":["a"]}"""), lost);
        Assert.Equal(["propertyOrdering"], lost);
    }

    [Theory]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"string","maxLength":5,"pattern":"a+"}""", """{"type":"STRING","maxLength":5,"pattern":"a+"}""")]
    [InlineData("""{"type":["string","null"],"enum":["a",null]}""", """{"type":"STRING","format":"enum","enum":["a"],"nullable":true}""")]
    [InlineData("""{"anyOf":[{"type":"string"},{"type":"integer"},{"type":"null"}]}""", """{"anyOf":[{"type":"STRING"},{"type":"INTEGER"}],"nullable":true}""")]
    [InlineData("""{"type":"object","properties":{"a_b":{"type":"array","items":{"type":"number","format":"double"}}},"required":["a_b"],"additionalProperties":true}""", """{"type":"OBJECT","properties":{"a_b":{"type":"ARRAY","items":{"type":"NUMBER","format":"double"}}},"required":["a_b"]}""")]
    public void FromJsonSchema_WhatTheApiCanSay_IsSaid(string schema, string expected)
    {
        var lost = new List<string>();
        Assert.Equal(expected, Encoding.UTF8.GetString(GeminiSchema.FromJsonSchema(GeminiText.Json(schema), lost).Span));
        Assert.Empty(lost);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""", "additionalProperties")]
    [InlineData("""{"type":"object"}""", "properties")]
    [InlineData("""{"type":"object","properties":{}}""", "properties")]
    [InlineData("""{"type":"string","format":"email"}""", "format")]
    [InlineData("""{"type":"integer","enum":[1,2]}""", "enum")]
    [InlineData("""{"type":["string","integer"]}""", "type")]
    [InlineData("""{"type":"string","const":"a"}""", "const")]
    [InlineData("""{"type":"array","items":{}}""", "type")]
    [InlineData("""{"type":"array","items":true}""", "items")]
    [InlineData("""{"$ref":"#/$defs/a","$defs":{"a":{"type":"string"}}}""", "type,$ref,$defs")]
    [InlineData("true", "type")]
    public void FromJsonSchema_WhatTheApiCannotSay_IsNamed(string schema, string lost)
    {
        var names = new List<string>();
        GeminiSchema.FromJsonSchema(GeminiText.Json(schema), names);
        Assert.Equal(lost, string.Join(',', names));
    }
}
