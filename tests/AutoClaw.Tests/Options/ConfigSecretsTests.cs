using AutoClaw.Gateway.Options.Binding;

namespace AutoClaw.Tests.Options;

/// <summary>A secret may stand at any place by mistake, or come in by any variable: no message may repeat it.</summary>
public sealed class ConfigSecretsTests
{
    private const string Secret = "Xy9-very secret: value-that-nobody-may-see";

    public static TheoryData<string> Paths => new(GatewayKeys.Root.Rows(string.Empty).Select(row => row.Path));

    [Theory]
    [MemberData(nameof(Paths))]
    public void Parse_SecretAsAnyValue_IsNotRepeated(string path)
    {
        foreach (var scalar in (string[])[$"'{Secret}'", "\"${SECRET}\"", "\"${SECRET} ${UNSET:-" + Secret + "}\"", "${" + Secret + "}", $"['{Secret}']", $"{{'{Secret}': '{Secret}'}}"])
        {
            var text = At(path, scalar);
            var result = ConfigText.Parse(text, ("SECRET", Secret));

            Assert.All(result.Problems, problem => Assert.DoesNotContain("Xy9", problem.ToString(), StringComparison.Ordinal));
        }
    }

    /// <summary>A file whose only entry is this value at this path: mappings all the way down.</summary>
    private static string At(string path, string scalar)
    {
        var text = scalar;
        foreach (var part in path.Replace("<id>", "an-engine", StringComparison.Ordinal).Replace("<name>", "a-route", StringComparison.Ordinal).Split('.').Reverse())
        {
            text = part.EndsWith("[]", StringComparison.Ordinal) ? $"{{{part[..^2]}: [{text}]}}" : $"{{{part}: {text}}}";
        }

        return text;
    }
}
