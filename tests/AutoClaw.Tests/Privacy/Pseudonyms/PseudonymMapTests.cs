using AutoClaw.Core.Privacy;
using AutoClaw.Core.Privacy.Pseudonyms;

namespace AutoClaw.Tests.Privacy.Pseudonyms;

public sealed class PseudonymMapTests
{
    private static readonly HashSet<string> None = [];

    [Fact]
    public void PlaceholderOf_SameValue_IsTheSame()
    {
        using var map = new PseudonymMap();
        Assert.Equal("[PERSON_1]", map.PlaceholderOf(PiiType.Person, "Ann Lee", None));
        Assert.Equal("[PERSON_2]", map.PlaceholderOf(PiiType.Person, "Bo Li", None));
        Assert.Equal("[PERSON_1]", map.PlaceholderOf(PiiType.Person, "Ann Lee", None));
        Assert.Equal("[ORGANIZATION_1]", map.PlaceholderOf(PiiType.Organization, "Ann Lee", None));
        Assert.Equal(3, map.Count);
        Assert.Equal("Ann Lee", map.ValueOf("[PERSON_1]"));
        Assert.Equal("Bo Li", map.ValueOf("[PERSON_2]"));
        Assert.Null(map.ValueOf("[PERSON_3]"));
    }

    [Fact]
    public void PlaceholderOf_TakenByTheText_IsPassedOver()
    {
        using var map = new PseudonymMap();
        HashSet<string> taken = ["[PERSON_1]", "[PERSON_2]"];
        Assert.Equal("[PERSON_3]", map.PlaceholderOf(PiiType.Person, "Ann Lee", taken));
        Assert.Null(map.ValueOf("[PERSON_1]"));
    }

    [Fact]
    public void PlaceholderOf_TakenLater_IsAnotherFromThenOn()
    {
        using var map = new PseudonymMap();
        Assert.Equal("[PERSON_1]", map.PlaceholderOf(PiiType.Person, "Ann Lee", None));
        Assert.Equal("[PERSON_2]", map.PlaceholderOf(PiiType.Person, "Ann Lee", new HashSet<string> { "[PERSON_1]" }));
        Assert.Equal("[PERSON_2]", map.PlaceholderOf(PiiType.Person, "Ann Lee", None));

        // An answer under way knows it by its first name.
        Assert.Equal("Ann Lee", map.ValueOf("[PERSON_1]"));
    }

    [Fact]
    public void PlaceholderOf_NoRoom_IsNone()
    {
        using var map = new PseudonymMap(capacity: 2);
        Assert.NotNull(map.PlaceholderOf(PiiType.Person, "a", None));
        Assert.NotNull(map.PlaceholderOf(PiiType.Person, "b", None));
        Assert.Null(map.PlaceholderOf(PiiType.Person, "c", None));
        Assert.NotNull(map.PlaceholderOf(PiiType.Person, "a", None));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Zoë 😀\n\"q\"")]
    [InlineData("half \ud83d of one")]
    public void ValueOf_AnyValue_ComesBack(string value)
    {
        using var map = new PseudonymMap();
        Assert.Equal(value, map.ValueOf(map.PlaceholderOf(PiiType.Person, value, None)!));
    }

    [Fact]
    public void Dispose_Always_ForgetsAll()
    {
        var map = new PseudonymMap();
        map.PlaceholderOf(PiiType.Person, "Ann Lee", None);
        map.Dispose();
        Assert.Null(map.ValueOf("[PERSON_1]"));
        Assert.Null(map.PlaceholderOf(PiiType.Person, "Bo Li", None));
        map.Dispose();
    }

    [Fact]
    public void Collect_WhatHasTheForm_IsFound()
    {
        var found = new HashSet<string>();
        Placeholder.Collect("[PERSON_1] [[EMAIL_ADDRESS_23]] [PERSON_] [PERSON] [NOBODY_1] [PERSON_1x] [person_1] [PERSON_1234567890] [ [AGE_2", found);
        Assert.Equal(["[EMAIL_ADDRESS_23]", "[PERSON_1]"], found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void MaxLength_LongestType_IsLongEnough() =>
        Assert.All(PiiTypes.All, type => Assert.True(Placeholder.Of(type, 999_999_999).Length <= Placeholder.MaxLength));
}
