using System.Collections.Immutable;
using AutoClaw.Core.Advisor.Cost;

namespace AutoClaw.Core.Advisor.Uncertainties;

/// <summary>One input at a time at both ends of its range: what matters most comes first.</summary>
public static class Tornado
{
    public static ImmutableArray<TornadoBar> Of(AdvisorInputs inputs, Architecture architecture)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var named = CostModel.MonthlyUsd(inputs, architecture);
        return
        [
            .. inputs.Uncertainty.Ranges.Select(Bar).OrderByDescending(bar => bar.Swing).ThenBy(bar => bar.Variable),
        ];

        TornadoBar Bar(InputRange range)
        {
            var (low, high) = (VariableLens.Scaled(inputs, range.Variable, range.Low), VariableLens.Scaled(inputs, range.Variable, range.High));
            return new TornadoBar(range.Variable, VariableLens.Unit(range.Variable), low, high, Usd(range, low), named, Usd(range, high));
        }

        double Usd(InputRange range, double value) => CostModel.MonthlyUsd(VariableLens.With(inputs, range.Variable, value), architecture);
    }
}
