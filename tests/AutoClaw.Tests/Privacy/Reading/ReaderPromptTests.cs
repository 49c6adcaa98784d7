using System.Text;
using System.Text.Json.Nodes;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;
using AutoClaw.Core.Privacy.Reading;
using AutoClaw.Core.Wire.OpenAiChat;

namespace AutoClaw.Tests.Privacy.Reading;

public sealed class ReaderPromptTests
{
    private static readonly PiiType[] Types = [PiiType.Person, PiiType.StreetAddress];

    [Fact]
    public void Write_IsAChatThatNamesTheTypesAndHasTheTextAlone()
    {
        var body = ReaderPrompt.Write("\"Ann\" \\ Lee", Types);
        Assert.True(ChatRequestScanner.TryScan(body, out var envelope, out _));
        Assert.True(envelope!.HasJsonSchema);
        var json = JsonNode.Parse(body)!;
        Assert.Equal("\"Ann\" \\ Lee", (string?)json["messages"]![1]!["content"]);
        Assert.Equal(["PERSON", "STREET_ADDRESS"], json["response_format"]!["json_schema"]!["schema"]!["properties"]!["found"]!["items"]!["properties"]!["type"]!["enum"]!.AsArray().Select(name => (string)name!));
    }

    [Theory]
    [InlineData("""{"found":[{"type":"PERSON","text":"Ann"},{"type":"STREET_ADDRESS","text":"1 Main St"}]}""", "Person Ann|StreetAddress 1 Main St")]
    [InlineData("""Here: ```json {"found":[{"type":"person","text":"Ann"}]} ``` done""", "Person Ann")]
    [InlineData("""{"found":[{"type":"US_SSN","text":"1"},{"type":"SPACESHIP","text":"2"}]}""", "")]
    [InlineData("""{"found":[]}""", "")]
    public void Read_List_IsWhatWasAskedFor(string answer, string expected) =>
        Assert.Equal(expected, string.Join('|', ReaderPrompt.Read(answer, Types)!.Select(each => $"{each.Type} {each.Text}")));

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("}{")]
    [InlineData("{}")]
    [InlineData("""{"found":{}}""")]
    [InlineData("""{"found":[1]}""")]
    [InlineData("""{"found":["PERSON"]}""")]
    [InlineData("""{"found":[{"type":1,"text":"Ann"}]}""")]
    [InlineData("""{"found":[{"text":"Ann"}]}""")]
    [InlineData("""{"found":[{"type":"PERSON","text":"Ann"}""")]
    public void Read_AnythingElse_IsNoAnswer(string answer) => Assert.Null(ReaderPrompt.Read(answer, Types));

    [Fact]
    public void Values_OfARequest_StandWhereTheyAre()
    {
        var body = Encoding.UTF8.GetBytes("""{"messages":[{"role":"user","content":"Ann Lee and Ann\u0020Lee, Bo"}],"metadata":{"who":"Ann Lee"}}""");
        Assert.Contains("Ann Lee and Ann Lee, Bo\n", RequestValues.Texts(body), StringComparison.Ordinal);
        var found = RequestValues.Find(body, [(PiiType.Person, "Ann Lee"), (PiiType.Person, "Bo"), (PiiType.Person, "Zoe Long")]);
        Assert.Equal(["Ann Lee", "Ann\\u0020Lee", "Ann Lee"], found.Select(each => Encoding.UTF8.GetString(each.Raw.Of(body))));
        Assert.Empty(RequestValues.Find(body, []));
    }
}
