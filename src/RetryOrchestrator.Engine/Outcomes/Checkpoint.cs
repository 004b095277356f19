namespace RetryOrchestrator.Engine.Outcomes;

/// <summary>
/// An attempt's point of no return: what it said it was about to do, which must not be done twice,
/// and what was found out about it since.
/// </summary>
/// <param name="Word">What it said, such as <c>posting to ada</c>; may be empty.</param>
/// <param name="Verified">What was answered to the question whether it happened; null: nobody asked.</param>
/// <param name="Note">What else was said with the answer, or null.</param>
public sealed record Checkpoint(string Word, Verification? Verified = null, string? Note = null)
{
    /// <summary>The word in quotes, or what stands for one that is empty.</summary>
    public string Named => Word.Length == 0 ? "its checkpoint" : $"'{Word}'";

    /// <summary>Whether it is known that it happened.</summary>
    public bool Happened => Verified == Verification.Happened;

    /// <summary>Whether it is known that it did not happen.</summary>
    public bool DidNotHappen => Verified == Verification.DidNotHappen;
}
