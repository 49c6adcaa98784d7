namespace AutoClaw.Overload;

/// <summary>How one request ended.</summary>
/// <param name="Status">Of HTTP.</param>
/// <param name="Milliseconds">From when it was sent to the last byte of its answer.</param>
/// <param name="Whole">Nothing of the answer is missing.</param>
internal readonly record struct Asked(int Status, double Milliseconds, bool Whole);
