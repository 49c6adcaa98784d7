using System.Text;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Training;

namespace AutoClaw.Tests.Routing;

public sealed class FamiliarityGuardTests
{
    [Fact]
    public void Strangeness_KindOfTextNeverSeen_IsStrange()
    {
        var rows = Enumerable.Range(0, 1600).Select(Sentence).ToArray();
        var features = new FeatureMatrix([.. rows, Row(9999, "{[(<\\\\|%%==>)]}\n\t{[(<\\\\|%%==>)]}\n\t{[(<\\\\|%%==>)]}\n")]);
        var matrix = new TreeMatrix(features, [.. Enumerable.Range(0, rows.Length)]);
        var guard = GuardFit.Make(matrix, rows, seed: 1);
        var known = Enumerable.Range(0, rows.Length).Average(i => guard.Strangeness(matrix.Row(i)));

        Assert.True(known < 0.1, $"{known}");
        Assert.Equal(1f, guard.Strangeness(features.Trees(rows.Length, matrix.Frequencies)));
    }

    [Fact]
    public void Make_FewRows_IsOff()
    {
        var rows = Enumerable.Range(0, 100).Select(Sentence).ToArray();
        var matrix = new TreeMatrix(new FeatureMatrix(rows), [.. Enumerable.Range(0, rows.Length)]);

        Assert.Same(FamiliarityGuard.Off, GuardFit.Make(matrix, rows, seed: 1));
        Assert.Equal(0f, FamiliarityGuard.Off.Strangeness(matrix.Row(0)));
    }

    [Fact]
    public void LengthFit_LongerTextsFailMore_RisesWithLength()
    {
        var rows = Enumerable.Range(0, 400).Select(Sentence).ToArray();
        var curve = LengthFit.Make(rows, Targets.Make(rows, new TrainingOptions { DomainShare = 0, KeyShare = 0 }));

        Assert.True(curve.LocalSlope > 0.1f, $"{curve}");
        Assert.InRange(RouterWeights.Sigmoid(curve.LocalAt(3)), 0f, 0.5f);
        Assert.True(curve.LocalAt(9) > curve.LocalAt(6));
    }

    [Fact]
    public void Guard_ValuesThatDoNotFit_AreRefused()
    {
        var width = new float[FamiliarityGuard.Width];
        Assert.Throws<ArgumentException>(() => new FamiliarityGuard([1f], width, width, 1f, default));
        Assert.Throws<ArgumentException>(() => new FamiliarityGuard([], width, width, 0f, default));
        Assert.Throws<ArgumentException>(() => new FamiliarityGuard([], width, width, 1f, new LengthCurve(float.NaN, 0, 0, 0)));
    }

    private static TrainingRow Sentence(int i)
    {
        var words = 4 + (i % 40);
        return Row(i, string.Join(' ', Enumerable.Range(0, words).Select(w => "word" + (char)('a' + ((w + i) % 26)))) + ".") with
        {
            StrongScore = 1, WeakScore = words > 20 && i % 3 > 0 ? 0 : 1,
        };
    }

    private static TrainingRow Row(int i, string text) => new() { Id = $"{i}", Source = "s", Key = $"{i}", Prompt = Encoding.UTF8.GetBytes(text) };
}
