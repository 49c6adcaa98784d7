using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;
using CsCheck;

namespace AutoClaw.Tests.Privacy.Pseudonyms;

/// <summary>What an engine of another house gets: placeholders, and all else as the client wrote it.</summary>
public sealed class MaskedRequestTests : IDisposable
{
    private static readonly (string Value, PiiType Type)[] Secrets =
        [("Ann Lee", PiiType.Person), ("ann@x.com", PiiType.EmailAddress), ("4111111111111111", PiiType.CreditCard), ("Zoë 😀 \"Z\"", PiiType.Person)];

    private static readonly JsonSerializerOptions Escaping = new() { WriteIndented = true, Encoder = JavaScriptEncoder.Default };
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly PseudonymMap _map = new();

    public static TheoryData<string, string> Bodies => new()
    {
        { """{"messages":[{"content":"I am Ann Lee, ann@x.com."}]}""", """{"messages":[{"content":"I am [PERSON_1], [EMAIL_ADDRESS_1]."}]}""" },
        { """{ "b" : [ 1.50, "Ann Lee" ] , "a":"Ann Lee ann@x.com Ann Lee" }""", """{ "b" : [ 1.50, "[PERSON_1]" ] , "a":"[PERSON_1] [EMAIL_ADDRESS_1] [PERSON_1]" }""" },

        // Escapes around it stay, escapes in it go.
        { """{"a":"\u00e9\n\ud83d\ude00 \u0041nn\u0020Lee \/"}""", """{"a":"\u00e9\n\ud83d\ude00 [PERSON_1] \/"}""" },
        { """{"a":"Zo\u00eb \ud83d\ude00 \"Z\" and Zoë 😀 \"Z\""}""", """{"a":"[PERSON_1] and [PERSON_1]"}""" },
        { """{"a":"\ud83dAnn Lee\ude00"}""", """{"a":"\ud83d[PERSON_1]\ude00"}""" },

        // Arguments: inside a string, deeper, as an object, names, numbers.
        { """{"arguments":"{\"to\": \"Ann Lee\\n\", \"n\":1}"}""", """{"arguments":"{\"to\": \"[PERSON_1]\\n\", \"n\":1}"}""" },
        { """{"arguments":"{\"x\":\"{\\\"to\\\":\\\"Ann Lee\\\"}\"}"}""", """{"arguments":"{\"x\":\"{\\\"to\\\":\\\"[PERSON_1]\\\"}\"}"}""" },
        { """{"arguments":"{\"card\":4111111111111111}"}""", """{"arguments":"{\"card\":\"[CREDIT_CARD_1]\"}"}""" },
        { """{"arguments":"{\"x\":\"[4111111111111111]\"}"}""", """{"arguments":"{\"x\":\"[\\\"[CREDIT_CARD_1]\\\"]\"}"}""" },
        { """{"m":[{"input":{"card":4111111111111111,"ann@x.com":{"Ann Lee":null}}}]}""", """{"m":[{"input":{"card":"[CREDIT_CARD_1]","[EMAIL_ADDRESS_1]":{"[PERSON_1]":null}}}]}""" },

        // Nothing there.
        { """{"a": "b" }""", """{"a": "b" }""" },
    };

    public void Dispose() => _map.Dispose();

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Create_Pseudonymised_ChangesTheValuesAlone(string body, string expected)
    {
        var masked = Mask(body, Secrets)!;
        Assert.Equal(expected, Encoding.UTF8.GetString(masked.Body.Span));
        Assert.All(masked.Placeholders.All, each => Assert.Contains(each, expected, StringComparison.Ordinal));
        using var _ = JsonDocument.Parse(masked.Body);
    }

    [Fact]
    public void Create_Redacted_DoesNotComeBack()
    {
        var masked = Mask("""{"a":"Ann Lee ann@x.com","metadata":{"ann@x.com":1},"arguments":"{\"a\":4111111111111111}"}""", Secrets, PiiAction.Redact)!;

        // A name of a member keeps its number: two of them must not become one.
        Assert.Equal(
            """{"a":"[PERSON] [EMAIL_ADDRESS]","metadata":{"[EMAIL_ADDRESS_1]":1},"arguments":"{\"a\":\"[CREDIT_CARD]\"}"}""", Encoding.UTF8.GetString(masked.Body.Span));
        Assert.Equal(3, masked.Redacted);
        Assert.Equal(["[EMAIL_ADDRESS_1]"], masked.Placeholders.All);
    }

    [Fact]
    public void Create_Allowed_StaysAsItIs()
    {
        var body = """{"a":"Ann Lee ann@x.com"}"""u8.ToArray();
        var masked = MaskedRequest.Create(body, Find(body, Secrets), type => type == PiiType.Person ? PiiAction.Allow : PiiAction.Pseudonymise, _map)!;
        Assert.Equal("""{"a":"Ann Lee [EMAIL_ADDRESS_1]"}""", Encoding.UTF8.GetString(masked.Body.Span));
    }

    [Theory]
    [InlineData(PiiAction.RouteLocal)]
    [InlineData(PiiAction.Block)]
    public void Create_MustStay_IsNone(PiiAction action) => Assert.Null(Mask("""{"a":"Ann Lee"}""", Secrets, action));

    [Fact]
    public void Create_TextFileInBase64_IsNone() =>
        Assert.Null(Mask($$"""{"file_data":"data:text/plain;base64,{{Convert.ToBase64String("Ann Lee"u8)}}"}""", Secrets));

    [Fact]
    public void Create_FoundOnce_IsReplacedEverywhere()
    {
        var body = """{"a":"Ann Lee","b":"so Ann Leeds","c":"{\"Ann Lee\":\"ann lee\"}"}"""u8.ToArray();
        var first = Find(body, Secrets)[0];
        var masked = MaskedRequest.Create(body, [first], static _ => PiiAction.Pseudonymise, _map)!;

        // Seven letters inside a longer word are another word.
        Assert.Equal("""{"a":"[PERSON_1]","b":"so Ann Leeds","c":"{\"[PERSON_1]\":\"ann lee\"}"}""", Encoding.UTF8.GetString(masked.Body.Span));
    }

    [Fact]
    public void Create_KnownFromEarlier_IsReplacedThoughNotFound()
    {
        Mask("""{"a":"Ann Lee"}""", Secrets);
        Assert.Equal("""{"a":"[PERSON_1]!"}""", Encoding.UTF8.GetString(Mask("""{"a":"Ann Lee!"}""")!.Body.Span));
    }

    [Fact]
    public void Create_Overlapping_IsOne()
    {
        var body = """{"a":"mail ann@x.com/Lee now"}"""u8.ToArray();
        var found = Find(body, ("ann@x.com", PiiType.EmailAddress), ("x.com/Lee", PiiType.Url), ("Lee", PiiType.Person));
        Assert.Equal("""{"a":"mail [EMAIL_ADDRESS_1] now"}""", Encoding.UTF8.GetString(MaskedRequest.Create(body, found, static _ => PiiAction.Pseudonymise, _map)!.Body.Span));
    }

    [Fact]
    public void Create_TextHasPlaceholders_NoneMeansTwoThings()
    {
        var masked = Mask("""{"a":"[PERSON_1] is Ann Lee, not \u005bPERSON_2]"}""", Secrets)!;
        Assert.Equal("""{"a":"[PERSON_1] is [PERSON_3], not \u005bPERSON_2]"}""", Encoding.UTF8.GetString(masked.Body.Span));
        Assert.Equal("[PERSON_1] is Ann Lee, not [PERSON_2]", Restored("[PERSON_1] is [PERSON_3], not [PERSON_2]", masked));

        // Now the text has the one that Ann Lee has got.
        masked = Mask("""{"a":"[PERSON_3]: Ann Lee"}""", Secrets)!;
        Assert.Equal("""{"a":"[PERSON_3]: [PERSON_4]"}""", Encoding.UTF8.GetString(masked.Body.Span));
        Assert.Equal("[PERSON_3]: Ann Lee", Restored("[PERSON_3]: [PERSON_4]", masked));
    }

    [Fact]
    public void Create_PlaceholderOfAnotherRequest_IsNotRestored()
    {
        Mask("""{"a":"Ann Lee"}""", Secrets);
        var other = Mask("""{"a":"ann@x.com"}""", Secrets)!;
        Assert.Equal("[PERSON_1] ann@x.com", Restored("[PERSON_1] [EMAIL_ADDRESS_1]", other));
    }

    [Fact]
    public void Create_AnyRequest_RestoresToItselfAndLeavesNothing()
    {
        var secret = Gen.Select(Gen.OneOf("Ann Lee", "Zoë 😀", "\"Q\" \\ Q", "line\nline", "4111111111111111"), Gen.Int[0, 9], (kind, n) => $"{kind} <<{n}>>");
        var noise = Gen.OneOf("a", " ", "é", "😀", "\"", "\\", "\n", "{", "[", "]", "[CREDIT_CARD_1]", "[IBAN_CODE_2]", "\u0001", "\\u0041", "中");
        var piece = Gen.OneOf(secret.Select(text => (Text: text, IsSecret: true)), noise.Select(text => (Text: text, IsSecret: false)));
        Gen.Select(piece.Array[0, 12].Array[1, 4], Gen.Bool, Gen.Int[0, 3]).Sample((texts, escaped, shape) =>
        {
            using var map = new PseudonymMap();
            var options = escaped ? Escaping : Plain;
            var secrets = texts.SelectMany(text => text).Where(each => each.IsSecret).Select(each => each.Text).Distinct().ToArray();
            var joined = texts.Select(text => string.Concat(text.Select(each => each.Text))).ToArray();
            var body = JsonSerializer.SerializeToUtf8Bytes(Shape(joined, shape, options), options);
            var all = secrets.Select((s, i) => (s, (PiiType)(i % 3))).ToArray();
            var masked = MaskedRequest.Create(body, Find(body, all), static _ => PiiAction.Pseudonymise, map)!;

            using var parsed = JsonDocument.Parse(masked.Body);
            var (before, after) = (TextsOf(body), TextsOf(masked.Body));
            Assert.Equal(before, after.Select(text => Restored(text, masked, map)));
            Assert.All(after, text => Assert.All(secrets, s => Assert.DoesNotContain(s, text, StringComparison.Ordinal)));
        });
    }

    [Fact]
    public void Create_AnyRequest_IsTheSameBytesAroundTheValues()
    {
        var secret = Gen.Int[10_000_000, 99_999_999].Select(n => $"id{n}");
        var piece = Gen.OneOf(secret, Gen.OneOf("a", " ", "é", "😀", "\"", "\\", "\n", "{", "[", "]", "\u0001", "中"));
        Gen.Select(piece.Array[0, 12].Array[1, 4], Gen.Bool, Gen.Int[0, 3]).Sample((texts, escaped, shape) =>
        {
            using var map = new PseudonymMap();
            var options = escaped ? Escaping : Plain;
            var secrets = texts.SelectMany(text => text).Where(each => each.Length > 8).Distinct().Select(s => (s, PiiType.Person)).ToArray();
            var body = JsonSerializer.SerializeToUtf8Bytes(Shape([.. texts.Select(text => string.Concat(text))], shape, options), options);
            var masked = MaskedRequest.Create(body, Find(body, secrets), static _ => PiiAction.Pseudonymise, map)!;
            var expected = secrets.Aggregate(Encoding.UTF8.GetString(body), (text, s) => text.Replace(s.s, map.PlaceholderOf(PiiType.Person, s.s, new HashSet<string>()), StringComparison.Ordinal));
            Assert.Equal(expected, Encoding.UTF8.GetString(masked.Body.Span));
        });
    }

    private static object Shape(string[] texts, int shape, JsonSerializerOptions options) => shape switch
    {
        0 => new { messages = texts.Select(text => new { role = "user", content = text }) },
        1 => new { messages = texts.Select(text => new { tool_calls = new[] { new { function = new { name = "f", arguments = JsonSerializer.Serialize(new { text, more = new[] { text } }, options) } } } }) },
        2 => new { contents = texts.Select(text => new { functionCall = new { args = new Dictionary<string, int> { ["k" + text] = 1 } } }) },
        _ => new { input = JsonSerializer.Serialize(texts.Select(text => JsonSerializer.Serialize(new { text }, options)), options) },
    };

    private static List<string> TextsOf(ReadOnlyMemory<byte> body)
    {
        var texts = new List<string>();
        new RequestTexts(KnownSecrets.Record(texts)).Find(body);
        return texts;
    }

    private static IReadOnlyList<RequestFinding> Find(byte[] body, params (string, PiiType)[] secrets) => new RequestTexts(KnownSecrets.Scan(secrets)).Find(body);

    private static string Restored(string text, MaskedRequest masked, PseudonymMap map)
    {
        var (output, restorer) = (new StringBuilder(), new Reidentifier(map, masked.Placeholders));
        restorer.Push(text, output);
        restorer.Flush(output);
        return output.ToString();
    }

    private string Restored(string text, MaskedRequest masked) => Restored(text, masked, _map);

    private MaskedRequest? Mask(string body, (string, PiiType)[]? secrets = null, PiiAction action = PiiAction.Pseudonymise)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return MaskedRequest.Create(bytes, Find(bytes, secrets ?? []), _ => action, _map);
    }
}
