using System.Text;
using AutoClaw.Core.Routing;
using AutoClaw.Core.Routing.Tuning;
using CsCheck;

namespace AutoClaw.Tests.Routing.Tuning;

public sealed class PromptFeaturesCodecTests
{
    [Fact]
    public void Read_WhatWasWritten_ScoresTheSame() => Gen.String[0, 5000].Select(Gen.Int[1, 30]).Sample((text, turns) =>
    {
        var features = Features(text, turns);
        var read = PromptFeaturesCodec.Read(PromptFeaturesCodec.Write(features))!;
        return read.Slots.Order().SequenceEqual(features.Slots.Order())
            && read.Dense.SequenceEqual(features.Dense)
            && (read.Words, read.Genre, read.TextBytes) == (features.Words, features.Genre, features.TextBytes)
            && RunningScores.Of(RouterModel.Shipped, read) == RunningScores.Of(RouterModel.Shipped, features);
    });

    [Fact]
    public void Write_AParagraph_IsSmall()
    {
        var text = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"word{i * 7919}"));

        Assert.InRange(PromptFeaturesCodec.Write(Features(text, 1)).Length, 500, 3000);
    }

    [Fact]
    public void Read_DamagedBytes_NeverThrows() => Gen.Int[0, 2000].Select(Gen.Byte).Sample((at, value) =>
    {
        var bytes = PromptFeaturesCodec.Write(Features("how many lamps are on in the hall?", 2));
        bytes[at % bytes.Length] ^= value;
        PromptFeaturesCodec.Read(bytes);
        PromptFeaturesCodec.Read(bytes.AsSpan(0, at % bytes.Length));
    });

    [Fact]
    public void Read_FeaturesOfAnotherBuild_IsNull()
    {
        var bytes = PromptFeaturesCodec.Write(Features("lamp", 1));
        bytes[0]++;

        Assert.Null(PromptFeaturesCodec.Read(bytes));
    }

    private static PromptFeatures Features(string text, int turns)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return PromptFeatures.Of(new RouterInput { Text = bytes, Turns = turns, Tools = turns / 3, ConversationBytes = bytes.Length * turns });
    }
}
