using System.Globalization;
using Spectre.Console;

namespace AutoClaw.Cli.Download;

/// <summary>Shows how far a transfer is: a bar on a terminal, a line for each tenth of it elsewhere. On standard error, so that data stay alone.</summary>
internal sealed class TransferProgress(Terminal terminal)
{
    /// <param name="what">What is shown in front.</param>
    /// <param name="work">Is given the function to report the bytes that are done, and of how many.</param>
    public async Task<T> RunAsync<T>(string what, Func<Action<long, long?>, Task<T>> work)
    {
        if (!terminal.Error.Profile.Capabilities.Ansi)
        {
            return await work(Lines(what));
        }

        return await terminal.Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn { Base = FileSizeBase.Decimal }, new TransferSpeedColumn { Base = FileSizeBase.Decimal }, new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var task = context.AddTask(Markup.Escape(what), maxValue: 1);
                return work((done, of) =>
                {
                    task.IsIndeterminate = of is null;
                    task.MaxValue = Math.Max(1, of ?? done);
                    task.Value = done;
                });
            });
    }

    private Action<long, long?> Lines(string what)
    {
        const int Steps = 10;
        var shown = -1L;
        return (done, of) =>
        {
            var step = of is > 0 ? done * Steps / of.Value : 0;
            if (step > shown)
            {
                shown = step;
                terminal.Error.Profile.Out.Writer.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{what}: {ByteText.Of(done)} of {(of is null ? "?" : ByteText.Of(of.Value))} ({step * 100 / Steps}%)"));
            }
        };
    }
}
