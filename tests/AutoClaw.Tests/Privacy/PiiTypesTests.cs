using AutoClaw.Core.Privacy;

namespace AutoClaw.Tests.Privacy;

public sealed class PiiTypesTests
{
    [Fact]
    public void NameOf_EveryType_IsParsedBack()
    {
        foreach (var type in PiiTypes.All)
        {
            Assert.True(PiiTypes.TryParse(PiiTypes.NameOf(type), out var parsed));
            Assert.Equal(type, parsed);
            Assert.Equal(type.ToString(), PiiTypes.NameOf(type).Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        }
    }
}
