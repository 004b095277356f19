namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// The runs of this process, and what the program around PowerShell may ask of them: under names in
/// <see cref="AppContext"/>, because a host must not reference the module's assemblies.
/// </summary>
internal static class LiveRuns
{
    /// <summary>
    /// An <see cref="Action"/>, there while a run is live: a host calls it on Ctrl+C, so that the
    /// pipeline stays open for what is still to be shown. The first call asks for a stop in order;
    /// the next ends what still runs by force.
    /// </summary>
    public const string RequestStopName = "RetryOrchestrator.RequestStop";

    /// <summary>
    /// A text: <c>live</c> while a run is at work; then <c>stopped</c> or <c>over</c>. All is
    /// written by then, though the pipeline may still be held up by what it shows.
    /// </summary>
    public const string StateName = "RetryOrchestrator.RunState";

    private static readonly object Gate = new();
    private static readonly List<Entry> Entries = [];

    /// <summary>Takes note of a run that begins.</summary>
    public static Entry Enter(RunStops stops)
    {
        lock (Gate)
        {
            var entry = new Entry(stops);
            Entries.Add(entry);
            AppContext.SetData(RequestStopName, (Action)AskAll);
            AppContext.SetData(StateName, "live");
            return entry;
        }
    }

    private static void AskAll()
    {
        List<Entry> entries;
        lock (Gate)
        {
            entries = [.. Entries];
        }

        entries.ForEach(entry => entry.Stops.Ask());
    }

    /// <summary>A run of this process, until its cmdlet ends.</summary>
    public sealed class Entry : IDisposable
    {
        private bool _isOver;

        internal Entry(RunStops stops) => Stops = stops;

        internal RunStops Stops { get; }

        /// <summary>It has ended, and all is written.</summary>
        public void IsOver(bool stopped)
        {
            lock (Gate)
            {
                _isOver = true;
                if (Entries.TrueForAll(entry => entry._isOver))
                {
                    AppContext.SetData(StateName, stopped ? "stopped" : "over");
                }
            }
        }

        /// <inheritdoc/>
        public void Dispose()
        {
            lock (Gate)
            {
                Entries.Remove(this);
                if (Entries.Count == 0)
                {
                    AppContext.SetData(RequestStopName, null);
                }
            }
        }
    }
}
