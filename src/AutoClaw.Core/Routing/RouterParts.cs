namespace AutoClaw.Core.Routing;

/// <summary>All that a model has learned. Immutable.</summary>
/// <param name="Linear">Hashed words, grams and binned structure; their share of the logit is in the weights already.</param>
/// <param name="LocalTrees">Boosted trees of the local head.</param>
/// <param name="CloudTrees">Boosted trees of the cloud head.</param>
/// <param name="Genres">Which parts have a say in which genre.</param>
/// <param name="Frequencies">How rare words are.</param>
/// <param name="Guard">What is known, and the answer for what is not.</param>
/// <param name="Output">Expected answer lengths.</param>
internal sealed record RouterParts(
    RouterWeights Linear, TreeEnsemble LocalTrees, TreeEnsemble CloudTrees, GenreParts Genres, WordFrequencies Frequencies,
    FamiliarityGuard Guard, OutputLength Output);
