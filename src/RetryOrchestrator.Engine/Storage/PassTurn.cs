using RetryOrchestrator.Engine.Summary;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>What a member is to do now: work, wait, or nothing more.</summary>
public abstract record PassTurn
{
    private PassTurn() { }

    /// <summary>To work on a pass, which is open.</summary>
    /// <param name="Pass">The pass.</param>
    public sealed record Work(OpenedPass Pass) : PassTurn;

    /// <summary>To wait for a pass, and then to ask again.</summary>
    /// <param name="Pass">The pass, from 2.</param>
    /// <param name="Left">How long by the member's own monotonic clock; zero is no wait.</param>
    public sealed record Wait(int Pass, TimeSpan Left) : PassTurn;

    /// <summary>Nothing: the run is over, or stopped.</summary>
    public sealed record Over : PassTurn;
}

/// <summary>A pass that was begun or taken up again.</summary>
/// <param name="Number">From 1.</param>
/// <param name="MaxPasses">The limit it is worked on under; no less than its number.</param>
/// <param name="StartedAt">When it first began, UTC.</param>
/// <param name="Worked">Time it was at work in earlier sittings.</param>
/// <param name="Numbers">Where it stands.</param>
public sealed record OpenedPass(
    int Number,
    int MaxPasses,
    DateTimeOffset StartedAt,
    TimeSpan Worked,
    RunNumbers Numbers
)
{
    /// <summary>What retries came to in the other passes of the run.</summary>
    public RetryPrice RetriesBefore { get; init; }
}

/// <summary>A pass that is closed.</summary>
/// <param name="Summary">What whoever closed it made of it.</param>
/// <param name="Next">What comes now: a wait for the next pass, or nothing.</param>
public sealed record ClosedPass(RetryPassSummary Summary, PassTurn Next);
