namespace RetryOrchestrator.Engine.Intake;

/// <summary>How many there are of something in a list, and the first of them for messages.</summary>
/// <param name="Count">How many.</param>
/// <param name="First">The first <see cref="MaxShown"/>, in file order.</param>
public sealed record IntakeSample(int Count, IReadOnlyList<string> First)
{
    /// <summary>How many are kept by name.</summary>
    public const int MaxShown = 10;

    /// <summary>There is nothing of it.</summary>
    public static IntakeSample None { get; } = new(0, []);

    /// <summary>One more.</summary>
    public IntakeSample With(string item) =>
        new(Count + 1, First.Count < MaxShown ? [.. First, item] : First);
}
