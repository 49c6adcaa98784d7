using AutoClaw.RouterReport;

if (ReportOptions.Parse(args, out var problem) is not { } options)
{
    Console.Error.WriteLine($"error: {problem}");
    return 2;
}

problem = Report.Write(options, TimeProvider.System, Console.Error.WriteLine);
if (problem is null)
{
    return 0;
}

Console.Error.WriteLine($"error: {problem}");
return 1;
