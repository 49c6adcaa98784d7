using System.Text.Json.Nodes;
using AutoClaw.Gateway.Ledger;

namespace AutoClaw.Cli.Privacy;

/// <summary>A record of processing: what a configuration says of it, and what a ledger counted. What neither says is null.</summary>
/// <param name="Since">Requests from then on; null: from the first.</param>
/// <param name="Until">Requests before then; null: to the last.</param>
/// <param name="Totals">Of all.</param>
/// <param name="Recipients">Engines, by id.</param>
/// <param name="Purposes">Routes, by name.</param>
/// <param name="Labels">Where requests might go.</param>
/// <param name="Keys">Who asked.</param>
/// <param name="Data">Whose data, and what is done with which.</param>
/// <param name="Retention">What is kept here, and how long.</param>
/// <param name="Security">Measures, as configured.</param>
/// <param name="Audit">The audit log beside the ledger; null: there is none.</param>
/// <param name="NotDeclared">What somebody has to add.</param>
internal sealed record ProcessingRecord(
    DateTimeOffset? Since, DateTimeOffset? Until, ProcessingRecord.Counts Totals, IReadOnlyList<ProcessingRecord.Recipient> Recipients, IReadOnlyList<ProcessingRecord.Purpose> Purposes,
    IReadOnlyList<ProcessingRecord.LabelUse> Labels, IReadOnlyList<ProcessingRecord.KeyUse> Keys, ProcessingRecord.Categories Data, IReadOnlyList<ProcessingRecord.Kept> Retention,
    IReadOnlyList<ProcessingRecord.Measure> Security, RecordedAudit? Audit, IReadOnlyList<string> NotDeclared)
{
    /// <param name="Requests">Different requests.</param>
    /// <param name="Calls">To engines.</param>
    /// <param name="BytesOut">That left the house, as far as they were counted.</param>
    /// <param name="Uncounted">Calls of which nobody counted them.</param>
    /// <param name="First">When the first request came; null: none did.</param>
    /// <param name="Last">And the last.</param>
    /// <param name="Outcomes">How the calls ended.</param>
    internal sealed record Counts(long Requests, long Calls, long BytesOut, long Uncounted, DateTimeOffset? First, DateTimeOffset? Last, IReadOnlyDictionary<string, long> Outcomes)
    {
        public static Counts Of(long requests, ProcessedSums sums) => new(
            requests, sums.Calls, sums.BytesOut, sums.Uncounted, sums.Calls == 0 ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(sums.First), sums.Calls == 0 ? null : DateTimeOffset.UnixEpoch.AddMicroseconds(sums.Last),
            ProcessedSums.OutcomeNames.Select((name, i) => (Name: name, Count: sums.Outcomes[i])).Where(each => each.Count > 0).ToDictionary(each => each.Name, each => each.Count));
    }

    /// <param name="Engine">Its id.</param>
    /// <param name="Configured">The configuration has it, at that place.</param>
    /// <param name="Kind">What it is; null where it is not configured.</param>
    /// <param name="Place"><c>local</c> or <c>cloud</c>.</param>
    /// <param name="Host">In its address; null: it has none, or none is known.</param>
    /// <param name="Region">As declared.</param>
    /// <param name="Retention">How long its provider keeps what it gets, as declared.</param>
    /// <param name="Encrypted">It is called over TLS; null: not over the network, or not known.</param>
    /// <param name="Simulated">It makes its answers up.</param>
    /// <param name="Actions">What it gets of personal data, where that is said for it alone.</param>
    /// <param name="Routes">That may choose it.</param>
    /// <param name="Models">That it was asked for.</param>
    /// <param name="Addresses">That bytes left for.</param>
    /// <param name="Labels">Calls by label.</param>
    /// <param name="Roles">Calls by what they were for.</param>
    /// <param name="Counted">By the ledger.</param>
    internal sealed record Recipient(
        string Engine, bool Configured, string? Kind, string Place, string? Host, string? Region, string? Retention, bool? Encrypted, bool Simulated, JsonNode? Actions, IReadOnlyList<string> Routes,
        IReadOnlyList<string> Models, IReadOnlyList<string> Addresses, IReadOnlyDictionary<string, long> Labels, IReadOnlyDictionary<string, long> Roles, Counts Counted);

    /// <param name="Name">What clients ask for.</param>
    /// <param name="What"><c>route</c>, <c>engine</c> where an engine is asked for by its id, or null: the configuration does not have it.</param>
    /// <param name="Engines">That may answer.</param>
    /// <param name="Label">Where its requests may go, whoever asks.</param>
    /// <param name="CopiedShare">Share of its requests that is also sent to the other place, to compare.</param>
    /// <param name="KeepsTexts">Of labelled requests.</param>
    /// <param name="KeepsAnswers">Of the Responses API.</param>
    /// <param name="Counted">By the ledger.</param>
    internal sealed record Purpose(string Name, string? What, IReadOnlyList<string> Engines, string? Label, double? CopiedShare, bool? KeepsTexts, bool? KeepsAnswers, Counts Counted);

    /// <param name="Label">Where requests might go.</param>
    /// <param name="Place">Where they went.</param>
    /// <param name="Reasons">Calls by who said so.</param>
    /// <param name="Counted">By the ledger.</param>
    internal sealed record LabelUse(string Label, string Place, IReadOnlyDictionary<string, long> Reasons, Counts Counted);

    /// <param name="Id">The public part of the key; null: without a key.</param>
    /// <param name="Name">What it is called.</param>
    /// <param name="Configured">It is still let in.</param>
    /// <param name="Label">Where its requests may go, whatever they ask for; null where it is not configured.</param>
    /// <param name="Actions">What is done with personal data in its requests, where that is said for it alone.</param>
    /// <param name="Counted">By the ledger.</param>
    internal sealed record KeyUse(string? Id, string? Name, bool Configured, string? Label, JsonNode? Actions, Counts Counted);

    /// <param name="Scanned">Requests are looked through for personal data.</param>
    /// <param name="Actions">What is done with which type.</param>
    /// <param name="Otherwise">What is done with types that are looked for and not named; null where nothing is looked for.</param>
    /// <param name="Reader">The engine that reads requests for personal data beside the scan; null: none.</param>
    /// <param name="People">Different persons whom calls name.</param>
    /// <param name="Naming">Calls that name one.</param>
    /// <param name="Erased">Calls that named one who was erased, or whose time was over.</param>
    internal sealed record Categories(bool Scanned, JsonNode? Actions, string? Otherwise, string? Reader, long People, long Naming, long Erased);

    /// <param name="What">Kinds of data.</param>
    /// <param name="Where">They lie.</param>
    /// <param name="For">How long; null: nobody has said.</param>
    /// <param name="Until">What ends it.</param>
    internal sealed record Kept(string What, string Where, string? For, string Until);

    /// <param name="Name">Of the measure.</param>
    /// <param name="On">It is taken.</param>
    /// <param name="Detail">How.</param>
    internal sealed record Measure(string Name, bool On, string? Detail);
}
