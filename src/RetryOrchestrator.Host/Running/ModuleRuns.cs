namespace RetryOrchestrator.Host.Running;

/// <summary>
/// What the host and the module tell each other of runs, under names in <see cref="AppContext"/>:
/// the host must not reference the module's assemblies.
/// </summary>
internal static class ModuleRuns
{
    /// <summary>
    /// An <see cref="Action"/> that the module offers while a run is live: the first call asks for
    /// a stop in order, the next ends what still runs by force.
    /// </summary>
    public const string RequestStopName = "RetryOrchestrator.RequestStop";

    /// <summary>
    /// How the module's runs stand: <c>live</c>, then <c>stopped</c> or <c>over</c>, and all is
    /// written.
    /// </summary>
    public const string StateName = "RetryOrchestrator.RunState";

    /// <summary>
    /// The host is about to end: a run that a script begins afterwards is stopped at once.
    /// </summary>
    public const string EndingName = "RetryOrchestrator.ProcessIsEnding";

    private static readonly TimeSpan AskLimit = TimeSpan.FromSeconds(5);

    /// <summary>Whether none has begun in this process.</summary>
    public static bool NoneBegan => State is null;

    /// <summary>Whether one is at work.</summary>
    public static bool AreLive => State is "live";

    /// <summary>Whether none is any more, and the last was stopped.</summary>
    public static bool WereStopped => State is "stopped";

    private static string? State => AppContext.GetData(StateName) as string;

    /// <summary>Has runs that begin from now on stopped at once.</summary>
    public static void BeginNoMore() => AppContext.SetData(EndingName, true);

    /// <summary>
    /// Asks what is live to stop; false when nothing is, or it does not listen: then the pipeline is
    /// stopped instead.
    /// </summary>
    public static bool AskToStop() =>
        AppContext.GetData(RequestStopName) is Action requestStop
        && OwnThread.Does("Orchestrator stop", requestStop, AskLimit);
}
