using AutoClaw.Core.Model;
using AutoClaw.Core.Privacy;
using CsCheck;

namespace AutoClaw.Tests.Privacy;

public sealed class PrivacyLabelTests
{
    private static readonly Gen<PrivacyLabel> Labels = Gen.Select(
        Gen.Bool, Gen.Bool, OneOf<string?>(null, "eu", "de", "us"), static (local, none, region) => new PrivacyLabel(local, none, region));

    private static readonly Gen<(Place Place, string? Region, bool KeepsNothing)> Engines = Gen.Select(
        OneOf(Place.Local, Place.Cloud), OneOf<string?>(null, "eu-west-1", "DE", "us-east-1"), Gen.Bool);

    [Theory]
    [InlineData("local_only", true, false, null)]
    [InlineData(" LOCAL_ONLY ", true, false, null)]
    [InlineData("no_retention,region:EU", false, true, "eu")]
    [InlineData("open", false, false, null)]
    [InlineData("open, local_only", true, false, null)]
    [InlineData("region:eu, region:us", true, false, "eu")]
    public void TryParse_Label_IsRead(string text, bool local, bool none, string? region)
    {
        Assert.True(PrivacyLabel.TryParse(text, out var label));
        Assert.Equal(new PrivacyLabel(local, none, region), label);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData(null)]
    [InlineData("private")]
    [InlineData("local_only,")]
    [InlineData("region:")]
    [InlineData("region:eu west")]
    [InlineData("local_only;no_retention")]
    public void TryParse_NoLabel_IsRefused(string? text) => Assert.False(PrivacyLabel.TryParse(text, out _));

    [Fact]
    public void ToString_AnyLabel_IsParsedBack() => Labels.Sample(static label =>
        PrivacyLabel.TryParse(label.ToString(), out var parsed) && parsed == label);

    [Fact]
    public void And_AnyTwo_PermitsOnlyWhatBothDo() => Gen.Select(Labels, Labels, Engines).Sample(static (first, second, engine) =>
    {
        var both = first.And(second);
        return !Permits(both, engine) || (Permits(first, engine) && Permits(second, engine));
    });

    [Fact]
    public void And_AnyTwo_DoesNotDependOnTheirOrder() => Gen.Select(Labels, Labels, Engines).Sample(static (first, second, engine) =>
        Permits(first.And(second), engine) == Permits(second.And(first), engine));

    [Fact]
    public void Permits_EngineAtHome_IsTrueForEveryLabel() => Labels.Sample(static label => Permits(label, (Place.Local, null, false)));

    [Fact]
    public void Permits_CloudThatSaysNothing_IsTrueForTheOpenLabelAlone() => Labels.Sample(static label =>
        Permits(label, (Place.Cloud, null, false)) == label.IsOpen);

    [Fact]
    public void Permits_LocalOnly_IsFalseForEveryCloud() => Engines.Sample(static engine =>
        Permits(PrivacyLabel.Private, engine) == (engine.Place == Place.Local));

    [Theory]
    [InlineData("eu", "eu", true)]
    [InlineData("eu", "EU-west-1", true)]
    [InlineData("eu", "de", true)]
    [InlineData("eu", "DE-fra", true)]
    [InlineData("eu", "europe-west3", true)]
    [InlineData("eu", "eu-west-2", false)]
    [InlineData("eu", "europe-west6", false)]
    [InlineData("eu", "no", false)]
    [InlineData("eea", "no", true)]
    [InlineData("eea", "eu-west-1", true)]
    [InlineData("eea", "eu-central-2", false)]
    [InlineData("de", "DE", true)]
    [InlineData("de", "de-fra", true)]
    [InlineData("de", "denmark", false)]
    [InlineData("de", "eu", false)]
    [InlineData("us-east-1", "us-east-1", true)]
    [InlineData("us", "us-gov-west-1", true)]
    [InlineData("us", "eu", false)]
    public void Contains_Region_GoesByItsName(string wanted, string region, bool holds) => Assert.Equal(holds, Regions.Contains(wanted, region));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static bool Permits(PrivacyLabel label, (Place Place, string? Region, bool KeepsNothing) engine) =>
        label.Permits(engine.Place, engine.Region, engine.KeepsNothing);
}
