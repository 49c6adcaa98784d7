using AutoClaw.Core.Model;
using AutoClaw.Gateway.Privacy;

namespace AutoClaw.Gateway.Options.Binding;

/// <summary>Who reads requests for personal data must be at home, and have something to look for.</summary>
internal static class ReaderRules
{
    private const string Path = "privacy.reader";

    public static void Check(GatewayOptions options, ConfigReader reader)
    {
        if (options.Privacy.Reader is not { } it || !reader.IsSound(Path) || !reader.IsSound($"{Path}.engine"))
        {
            return;
        }

        var engine = options.Engines.FirstOrDefault(each => each.Id == it.Engine);
        if (engine is null)
        {
            reader.Report(
                ConfigCodes.UnknownEngine, reader.At($"{Path}.engine"), $"{(it.Engine.Length <= 40 ? it.Engine : "this")} is not in engines", Nearest.Hint(it.Engine, options.Engines.Select(each => each.Id)));
        }
        else if (engine.Place == Place.Cloud)
        {
            reader.Report(ConfigCodes.ReaderNotLocal, reader.At($"{Path}.engine"), $"{it.Engine} is a cloud engine: it would get what must not leave", "name a local engine");
        }
        else if (!ContentScan.IsAskedFor(options))
        {
            reader.Report(ConfigCodes.ReaderNotLocal, reader.At(Path), "nothing is looked for, so there is nothing to read", "write scan: true, or name types in actions");
        }
    }
}
