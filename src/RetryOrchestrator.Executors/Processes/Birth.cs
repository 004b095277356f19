namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// What threads of a <see cref="BirthMark"/> give birth to from a moment on, as long as it has no
/// mark of its own yet.
/// </summary>
/// <param name="Mark">The mark of the threads; <see cref="BirthMark.None"/> names nothing.</param>
/// <param name="Since">The moment, in ticks since the boot.</param>
internal sealed record Birth(int Mark, long Since)
{
    /// <summary>
    /// Marks that say no more than which process started something; that of an attempt would say
    /// whose it is.
    /// </summary>
    public IReadOnlySet<ulong> Unspecific { get; init; } = SessionMark.OfThisProcess;

    /// <summary>Whether a process is of that birth.</summary>
    /// <remarks>
    /// Another run on the machine counts its births with the same numbers, and what it has just started
    /// has no other mark yet; but that has another parent.
    /// </remarks>
    /// <param name="process">The process.</param>
    /// <param name="parents">
    /// What may be the parent of such a one: this process; and of an orphan what is above it, where
    /// Linux lets orphans fall.
    /// </param>
    public bool IsOf(ProcessEntry process, IReadOnlySet<int> parents) =>
        Mark != BirthMark.None
        && process.BirthMark == Mark
        && process.Start >= Since
        && (process.Mark is not { } mark || Unspecific.Contains(mark))
        && parents.Contains(process.ParentId);
}
