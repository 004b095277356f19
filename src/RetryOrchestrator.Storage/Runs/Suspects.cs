namespace RetryOrchestrator.Storage.Runs;

/// <summary>The jobs of a pass that are suspects.</summary>
internal static class Suspects
{
    /// <summary>Puts them behind the others; where they are not guarded against, they are as others.</summary>
    /// <param name="due">The jobs of the pass.</param>
    /// <param name="areGuarded">Whether suspects run alone.</param>
    public static void RunLast(List<DueJob> due, bool areGuarded)
    {
        var suspects = due.FindAll(job => job.RunsAlone);
        if (suspects.Count == 0)
        {
            return;
        }

        if (!areGuarded)
        {
            for (var place = 0; place < due.Count; place++)
            {
                due[place] = due[place] with { RunsAlone = false };
            }

            return;
        }

        due.RemoveAll(job => job.RunsAlone);
        due.AddRange(suspects);
    }
}
