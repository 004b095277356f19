namespace RetryOrchestrator.Engine.Intake;

/// <summary>Where a list of jobs comes from: a file, or objects that were piped in.</summary>
public interface IJobSource
{
    /// <summary>What messages call it, such as the file's path.</summary>
    string Name { get; }

    /// <summary>The folder that <c>video_path</c> is relative to.</summary>
    string BaseDirectory { get; }

    /// <summary>
    /// What tells the list from an edited one (a hash of its content), or null when that cannot
    /// be told and it is to be taken in each time.
    /// </summary>
    string? Fingerprint();

    /// <summary>
    /// Reads the list in order, lazily. Good rows and faults come mixed, so that all faults can
    /// be reported at once; after a fault the rows only matter for further faults.
    /// </summary>
    IEnumerable<IntakeItem> Read();
}

/// <summary>A good row or a fault.</summary>
/// <param name="Row">The row, when it is good.</param>
/// <param name="Fault">What is wrong, when it is not.</param>
public readonly record struct IntakeItem(JobRow? Row, IntakeFault? Fault);

/// <summary>What is wrong with a row.</summary>
/// <param name="Place">Such as <c>line 7</c> or <c>object 3</c>.</param>
/// <param name="Problem">What is wrong and what would be right.</param>
public sealed record IntakeFault(string Place, string Problem);
