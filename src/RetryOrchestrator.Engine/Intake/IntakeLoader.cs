namespace RetryOrchestrator.Engine.Intake;

/// <summary>Takes a list of jobs into the state, whole or not at all.</summary>
internal static class IntakeLoader
{
    // What reading it took is worth a collection of its own.
    private const int LongList = 100_000;

    /// <summary>
    /// Reads the list to its end whatever it holds, so that all faults are reported at once. After
    /// the first fault nothing more is handed to the session, and it is never completed.
    /// </summary>
    /// <exception cref="IntakeException">The list has faults.</exception>
    public static IntakeCounts Load(IJobSource source, IIntakeSession session, string? fingerprint)
    {
        var (rows, cleaned) = Read(source, session);
        if (rows >= LongList)
        {
            // Every id was remembered: that is of an age that the collector would not look at again
            // for most of the run, and the store is about to need memory of its own.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive);
        }

        return session.Complete(fingerprint) with
        {
            Cleaned = cleaned,
        };
    }

    private static (int Rows, IntakeSample Cleaned) Read(IJobSource source, IIntakeSession session)
    {
        var faults = new List<IntakeFault>();
        var total = 0;
        var rows = 0;
        var cleaned = IntakeSample.None;
        foreach (var item in source.Read())
        {
            if (item.Fault is { } fault)
            {
                total++;
                if (faults.Count < IntakeException.MaxShown)
                {
                    faults.Add(fault);
                }
            }
            else if (total == 0)
            {
                session.Add(item.Row!);
                rows++;
                cleaned = item.Row!.Cleaned is { } what ? cleaned.With(what) : cleaned;
            }
        }

        return total == 0 ? (rows, cleaned) : throw new IntakeException(source.Name, faults, total);
    }
}
