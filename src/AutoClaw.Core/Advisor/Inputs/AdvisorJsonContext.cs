using System.Text.Json;
using System.Text.Json.Serialization;
using AutoClaw.Core.Advisor.Recommendations;

namespace AutoClaw.Core.Advisor;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UseStringEnumConverter = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true)]
[JsonSerializable(typeof(AdvisorInputs))]
[JsonSerializable(typeof(Advice))]
internal sealed partial class AdvisorJsonContext : JsonSerializerContext;
