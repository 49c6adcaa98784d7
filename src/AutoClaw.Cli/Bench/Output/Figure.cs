using System.Globalization;
using AutoClaw.Core.Benchmark.Report;
using AutoClaw.Core.Benchmark.Statistics;

namespace AutoClaw.Cli.Bench.Output;

/// <summary>Figures as tables print them: no more digits than the interval bears.</summary>
internal static class Figure
{
    public const string None = "–";

    public static string Of(ReportCell cell, string? unit) => cell.Text ?? (cell.Value is { } value ? Of(value, unit) : None);

    /// <summary>The estimate, and the interval in brackets where there is one.</summary>
    public static string Of(Interval value, string? unit) => value.Low == value.High
        ? Number(value.Estimate, unit)
        : $"{Number(value.Estimate, unit)} ({Number(value.Low, unit)} to {Number(value.High, unit)})";

    public static string Of(double? value, string? unit) => value is { } number ? Number(number, unit) : None;

    /// <summary>The winner and by how much, or why there is none.</summary>
    public static string Verdict(ReportRow row) => row.Verdict switch
    {
        { Kind: VerdictKind.Decided, Winner: { } winner, Effect: { } effect } => $"{winner} ({Effect(effect, row)})",
        { Winner: { } winner } => winner,
        { Kind: VerdictKind.Equal } => "equal",
        { Kind: VerdictKind.Undecided } => "not clear yet",
        { Kind: VerdictKind.Unknown } => "not known",
        _ => "",
    };

    private static string Effect(Interval effect, ReportRow row) => row.Unit is "ms" or "tok/s" or "char/s"
        ? string.Create(CultureInfo.InvariantCulture, $"x{Above(effect).Estimate:0.00}, {Above(effect).Low:0.00} to {Above(effect).High:0.00}")
        : $"{(effect.Estimate > 0 ? "+" : "")}{Of(effect, row.Unit)}";

    // "2.4 times as fast" is read more easily than "0.42 times the wait".
    private static Interval Above(Interval ratio) => ratio.Estimate < 1 ? ratio.Reciprocal() : ratio;

    private static string Number(double value, string? unit) => unit switch
    {
        _ when double.IsInfinity(value) => "no limit",
        "share" => string.Create(CultureInfo.InvariantCulture, $"{value * 100:0.#} %"),
        "%" => string.Create(CultureInfo.InvariantCulture, $"{value:0.###} %"),
        "score" => string.Create(CultureInfo.InvariantCulture, $"{value:0.000}"),
        "USD" => Dollars(value),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(value, Math.Abs(value) >= 100 ? 0 : Math.Abs(value) >= 10 ? 1 : 2):#,0.##}"),
    };

    // Three digits that say something, whether a request costs a cent or a millionth.
    private static string Dollars(double value)
    {
        if (value == 0)
        {
            return "0";
        }

        var digits = Math.Clamp(2 - (int)Math.Floor(Math.Log10(Math.Abs(value))), 2, 12);
        return Math.Round(value, digits).ToString(digits <= 2 ? "#,0.00" : "0." + new string('#', digits), CultureInfo.InvariantCulture);
    }
}
