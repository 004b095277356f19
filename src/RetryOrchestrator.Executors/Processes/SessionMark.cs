using RetryOrchestrator.Engine.Execution;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Marks this process while a run is at work in it, so that whatever it starts carries a mark from
/// its first moment: the start after a <c>kill -9</c> finds also what was born too late to be given
/// the mark of its attempt (<see cref="ScriptPrograms"/>).
/// </summary>
/// <remarks>
/// Several runs in one process share it: it is there from the begin of the first to the end of the
/// last, and never after that. In a PowerShell that is the user's own it is another one: what
/// carries that may have been started by the user, and is told instead of ended.
/// </remarks>
public sealed class SessionMark : IDisposable
{
    private static readonly object Gate = new();
    private static readonly Lazy<HashSet<ulong>> Unspecific = new(() =>
    {
        var token = AttemptToken.OfProcess(new SystemProcessTable().Current);
        HashSet<ulong> marks = [InheritedMark.Of(token), Doubtful(token)];
        // That of a run around this one, whose program this process is.
        marks.UnionWith(InheritedMark.AtFirst is { } mark ? [mark] : []);
        return marks;
    });

    private static int _users;
    private static ulong? _markBefore;
    private static string? _tokenBefore;
    private bool _disposed;

    /// <param name="isOurs">Whether this process is there for its run alone.</param>
    public SessionMark(bool isOurs)
    {
        var token = AttemptToken.OfProcess(new SystemProcessTable().Current);
        Value = isOurs ? InheritedMark.Of(token) : Doubtful(token);
        lock (Gate)
        {
            if (++_users > 1)
            {
                return;
            }

            _markBefore = InheritedMark.Wear(Value);
            _tokenBefore = Environment.GetEnvironmentVariable(AttemptEnvironment.TokenVariable);
            if (isOurs && !InheritedMark.IsSupported)
            {
                Environment.SetEnvironmentVariable(AttemptEnvironment.TokenVariable, token);
            }
        }
    }

    /// <summary>What a process carries that was started while this is there.</summary>
    internal ulong Value { get; }

    /// <summary>
    /// What will not be found of what programs and scripts leave behind, and the remedy; null when
    /// everything will.
    /// </summary>
    public static string? Problem =>
        InheritedMark.IsForbidden
            ? "What programs and scripts start cannot be marked: the limits of file locks (ulimit -x) and "
                + "of real-time processor time (ulimit -R) are both fixed. After a kill -9 the next start "
                + "finds only those that keep their environment. Raise one of the two to unlimited."
            : null;

    /// <summary>
    /// The marks that something may have which this process started, and which say no more than that.
    /// </summary>
    internal static IReadOnlySet<ulong> OfThisProcess => Unspecific.Value;

    /// <summary>The mark of a process that is also the user's own.</summary>
    /// <param name="token">The word of the process (<see cref="AttemptToken.OfProcess"/>).</param>
    internal static ulong Doubtful(string token) => InheritedMark.Of(token + ".doubtful");

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Gate)
        {
            if (!_disposed && --_users == 0)
            {
                _ = InheritedMark.Wear(_markBefore);
                if (!InheritedMark.IsSupported)
                {
                    Environment.SetEnvironmentVariable(
                        AttemptEnvironment.TokenVariable,
                        _tokenBefore
                    );
                }
            }

            _disposed = true;
        }
    }
}
