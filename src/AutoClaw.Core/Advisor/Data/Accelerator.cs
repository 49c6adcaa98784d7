namespace AutoClaw.Core.Advisor.Data;

/// <summary>What models run on: a GPU, or a machine whose processor and graphics share its memory. Figures are the maker's peaks.</summary>
/// <param name="Id">Names it in the other rows, for example <c>a100-80gb-sxm</c>.</param>
/// <param name="Name">For people.</param>
/// <param name="MemoryGb">Decimal gigabytes, as the maker counts; shared memory is not all the model's.</param>
/// <param name="BandwidthGbPerSecond">Peak memory bandwidth, 1e9 bytes a second.</param>
/// <param name="Tflops16Bit">Dense (no sparsity) FP16 or BF16 matrix rate, 1e12 a second; null: the maker names none.</param>
/// <param name="Tops8Bit">Dense FP8 or INT8 matrix rate, the higher one; null: the maker names none.</param>
/// <param name="Watts">The board's limit, or the machine's; null: not known.</param>
/// <param name="Origin">Where this comes from.</param>
public sealed record Accelerator(
    string Id,
    string Name,
    double MemoryGb,
    double BandwidthGbPerSecond,
    double? Tflops16Bit,
    double? Tops8Bit,
    double? Watts,
    DataOrigin Origin);
