using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using AutoClaw.Cli.Client;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Wire.OpenAiChat;
using AutoClaw.Gateway;
using AutoClaw.Gateway.Options;
using AutoClaw.Gateway.Privacy;
using AutoClaw.Gateway.Relay;
using Spectre.Console;

namespace AutoClaw.Cli;

/// <summary><c>autoclaw route</c>: the decision without the call; of a running gateway, or of a file without one.</summary>
internal static class RouteVerb
{
    public static Command Create(Terminal terminal)
    {
        var address = new GatewayAddress();
        var text = new Argument<string[]>("TEXT") { Description = "The message to decide on; '-' reads standard input.", Arity = ArgumentArity.OneOrMore };
        var model = new Option<string>("--model", "-m") { Description = "The route to decide for.", HelpName = "NAME", DefaultValueFactory = static _ => "auto" };
        var config = new Option<string?>("--config", "-c") { Description = "Decide from this file, without a running gateway.", HelpName = "FILE" };
        var json = new Option<bool>("--json") { Description = "Print the decision as POST /v1/route gives it." };
        var command = new Command("route", "Say which engine a message would go to, and why, without sending it.") { text, model, address.Url, address.Key, config, json };
        command.SetAction(async (parse, cancelled) =>
        {
            var words = parse.GetValue(text)!;
            var messages = Conversation.Of(words is ["-"] ? await Console.In.ReadToEndAsync(cancelled) : string.Join(' ', words));
            JsonObject? decision;
            if (parse.GetValue(config) is { } file)
            {
                (decision, var exitCode) = Offline(terminal, file, parse.GetValue(model)!, messages);
                if (decision is null)
                {
                    return exitCode;
                }
            }
            else
            {
                using var client = address.Connect(parse);
                (decision, var problem) = await client.RouteAsync(parse.GetValue(model)!, messages, cancelled);
                if (decision is null)
                {
                    return terminal.Fail(problem!.ExitCode, problem.Message);
                }
            }

            if (parse.GetValue(json))
            {
                terminal.WriteJson(decision);
            }
            else
            {
                Print(terminal, decision);
            }

            return ExitCode.Ok;
        });
        return command;
    }

    private static (JsonObject? Decision, int ExitCode) Offline(Terminal terminal, string file, string model, JsonArray messages)
    {
        var result = ConfigFile.Load(file);
        terminal.WriteProblems(result);
        if (result.Options is not { } options)
        {
            return (null, terminal.Fail(ExitCode.Config, $"{result.File} is not valid."));
        }

        try
        {
            // No engine is called, so that of a simulator which is not started needs only to look like a URL.
            var nowhere = new Uri("http://127.0.0.1:9/v1");
            var snapshot = SnapshotState.Build(options with { Engines = [.. options.Engines.Select(engine => engine with { BaseUrl = engine.BaseUrl ?? nowhere })] }, null, []);
            if (snapshot.PlanOf(model) is not { } plan)
            {
                return (null, terminal.Fail(ExitCode.Failed, $"{result.File} has no model '{model}'. It has: {string.Join(", ", snapshot.Plans.Keys)}."));
            }

            var body = Encoding.UTF8.GetBytes(new JsonObject { ["model"] = model, ["messages"] = messages.DeepClone() }.ToJsonString());
            if (!ChatRequestScanner.TryScan(body, out var envelope, out var problem))
            {
                return (null, terminal.Fail(ExitCode.Failed, problem!.Message));
            }

            var privacy = default(RequestPrivacy).And(options.Privacy.Label, "default").And(snapshot.LabelOf(plan.Name), "route");
            var decision = ChatRelay.Decide(snapshot, plan, envelope!, TimeProvider.System, new DecisionTerms(Counts: false) { Privacy = privacy.Label });
            var answer = RouteAnswer.Create(snapshot, plan, decision, envelope!, TimeProvider.System.GetUtcNow()) with
            {
                Privacy = privacy.Label.ToString(), PrivacyReason = privacy.Reason,
            };
            return ((JsonObject)JsonSerializer.SerializeToNode(answer, Terminal.Json)!, ExitCode.Ok);
        }
        catch (GatewayStartException error)
        {
            return (null, terminal.Fail(ExitCode.Failed, error.Message));
        }
    }

    private static void Print(Terminal terminal, JsonObject decision)
    {
        var simulated = decision["simulated"]?.GetValue<bool>() == true ? ", simulated" : string.Empty;
        Line(terminal, "engine", decision["engine"] is null ? "none can take it" : $"{decision["engine"]} ({decision["place"]}{simulated}), {decision["model"]}");
        Line(terminal, "reason", $"{decision["reason"]}{(decision["missing"] is { } missing ? $", the refused ones lack {missing}" : string.Empty)}");
        Line(terminal, "score", decision["score"] is { } score ? $"{score} (to the cloud from {decision["threshold"]}; local fails {decision["local_fails"]}, cloud fails {decision["cloud_fails"]})" : "none: the name pins it");
        if (decision["aim"] is { } aim)
        {
            Line(terminal, "aim", Realised(aim));
        }

        Line(terminal, "order", string.Join(", ", decision["order"]!.AsArray()));
        Line(terminal, "local", Cost(decision, "estimated_cost_local_usd"));
        Line(terminal, "cloud", Cost(decision, "estimated_cost_cloud_usd"));
        Line(terminal, "decided in", $"{decision["decision_micros"]} microseconds");
    }

    private static string Realised(JsonNode aim) => aim["spent_usd"] is { } spent
        ? $"{aim["promise"]}; {spent} USD spent, anew at {aim["resets_at"]}"
        : aim["requests"]!.GetValue<int>() == 0
        ? $"{aim["promise"]}, no request yet"
        : string.Create(CultureInfo.InvariantCulture, $"{aim["promise"]}; of the last {aim["requests"]} requests {aim["cloud_share"]} went to the cloud, quality about {aim["quality_estimated"]}");

    private static string Cost(JsonObject decision, string name) => decision[name] is { } cost
        ? string.Create(CultureInfo.InvariantCulture, $"about ${cost.GetValue<decimal>():0.############} for {decision["estimated_input_tokens"]} + {decision["assumed_output"]} tokens")
        : "cost unknown";

    private static void Line(Terminal terminal, string name, string value) => terminal.Out.MarkupLineInterpolated($"[dim]{name,-11}[/]{value}");
}
