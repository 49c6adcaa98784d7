namespace AutoClaw.Gateway.Local;

/// <summary>A model that can be pulled by name.</summary>
/// <param name="Name">What to pull it by; also its name in the store.</param>
/// <param name="Title">What its makers call it.</param>
/// <param name="Family">llama, qwen, gemma or mistral.</param>
/// <param name="Parameters">As its makers round them.</param>
/// <param name="Quantization">Of most of its tensors.</param>
/// <param name="Repository">On Hugging Face.</param>
/// <param name="Revision">A commit, whose files never change; or <c>main</c> where none is known.</param>
/// <param name="File">The file in that repository.</param>
/// <param name="Gigabytes">The file's size, rounded, in 10^9 bytes.</param>
/// <param name="Sha256">Of the file; null where it is not known and the server's is taken.</param>
/// <param name="Context">Tokens that it was trained for.</param>
/// <param name="CacheBytesPerToken">Of the key-value cache with 16-bit entries, from the network's layout.</param>
/// <param name="License">Its name; pulling it means agreeing to it.</param>
/// <param name="Source">The page that the row was taken from.</param>
/// <param name="CheckedOn">When the row was compared with that page; null: it was not, and comes from common knowledge.</param>
internal sealed record CatalogueModel(
    string Name,
    string Title,
    string Family,
    string Parameters,
    string Quantization,
    string Repository,
    string Revision,
    string File,
    double Gigabytes,
    string? Sha256,
    int Context,
    long CacheBytesPerToken,
    string License,
    string Source,
    string? CheckedOn)
{
    public long Bytes => (long)(Gigabytes * 1e9);
}
