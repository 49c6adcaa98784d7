using System.Globalization;
using System.Text.RegularExpressions;
using AutoClaw.LocalLoad;

namespace AutoClaw.HeadToHead;

/// <summary>A real llama-server with the layers of a 1B model and random weights: whether the pace that is measured is the one that it tells itself.</summary>
internal static partial class EngineRun
{
    private const double Within = 0.02;

    public static async Task<bool> RunAsync(string cli, string llamaServer)
    {
        var folder = Directory.CreateTempSubdirectory("autoclaw-head-to-head-").FullName;
        try
        {
            var file = Path.Combine(folder, "random-1b.gguf");
            RandomModel.Write(file, 8192);
            using var server = await ChildProcess.StartAsync(
                llamaServer, ["--model", file, "--host", "127.0.0.1", "--port", "0", "--ctx-size", "8192", "--parallel", "1", "--threads", "1", "--jinja", "--no-webui", "--offline"], new Dictionary<string, string>(), Listening());
            await LoadedAsync(server.Said);
            var prompts = Path.Combine(folder, "prompts.jsonl");
            await File.WriteAllLinesAsync(prompts, Enumerable.Range(1, 12).Select(static i => $$"""{"id":"p{{i}}","prompt":"Write the numbers from {{i}} on.","max_tokens":128}"""));
            var report = await BenchProcess.RunAsync(cli, "--url", $"engine=llama.cpp+{server.Said}/v1#random-1b", "--workload", prompts);
            var seen = BenchProcess.Figure(report, "tokens_per_second", "engine").Estimate;
            var told = BenchProcess.Figure(report, "told_tokens_per_second", "engine").Estimate;
            Console.WriteLine("| engine | tokens/s seen | tokens/s told by it | off by |");
            Console.WriteLine("| --- | --- | --- | --- |");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| llama-server, 1B layers, random weights | {seen:0.00} | {told:0.00} | {((seen / told) - 1) * 100:+0.00;-0.00} % |"));
            Console.WriteLine();
            return Math.Abs((seen / told) - 1) <= Within;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task LoadedAsync(string url)
    {
        using var http = new HttpClient();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var tries = 0; tries < 1200; tries++)
        {
            using var answer = await http.GetAsync(new Uri(url + "/health"));
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await timer.WaitForNextTickAsync();
        }

        throw new InvalidOperationException("The model was not loaded within two minutes.");
    }

    [GeneratedRegex(@"listening on (http://127\.0\.0\.1:[1-9]\d*)")]
    private static partial Regex Listening();
}
