using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Storage;

/// <summary>The state cannot be used; the message names the file and the remedy.</summary>
public class StateException : Exception
{
    /// <summary>With a stable id for the error record.</summary>
    public StateException(string errorId, string message, Exception? inner = null)
        : base(message, inner) => ErrorId = errorId;

    /// <summary>
    /// <c>StateUnreadable</c>, <c>StateNewer</c>, <c>StateUnwritable</c>, <c>StateBusy</c>,
    /// <c>StateLost</c>, <c>StateNotFound</c>, <c>StateSimulated</c>, <c>StateNotSimulated</c> or
    /// <c>LiveRun</c>.
    /// </summary>
    public string ErrorId { get; }
}

/// <summary>Another live run holds the state.</summary>
public sealed class LiveRunException : StateException
{
    /// <summary>Names the other run.</summary>
    public LiveRunException(string path, Member owner)
        : base(
            ErrorIds.LiveRun,
            $"Another run is live on '{path}': process {owner.Process.Id} on {owner.Process.HostName}, "
                + $"started {Moment(owner.JoinedAt)}. "
                + "Wait for it, or end it with Stop-OrchestratorRun."
        ) => Owner = owner;

    // Where the operator is, as everything is shown to him.
    private static string Moment(DateTimeOffset at) =>
        at.ToLocalTime()
            .ToString("yyyy-MM-dd HH:mm:ss zzz", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Who holds it.</summary>
    public Member Owner { get; }
}
