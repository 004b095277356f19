using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Engine.Execution;

/// <summary>
/// How many of the workers are given jobs. All, where to open one costs nothing; else a few at
/// first, and more as far as the time they would save is worth what it costs to open them: 64
/// runspaces take longer to open than three need for thousands of empty scripts.
/// </summary>
/// <param name="workers">How many there are.</param>
/// <param name="openingCost">Processor time that the opening of one costs.</param>
/// <remarks>Not thread-safe: the coordinator of a pass owns it.</remarks>
internal sealed class WorkerRamp(int workers, TimeSpan openingCost)
{
    /// <summary>So many are used whatever they cost: as many as a run has by default.</summary>
    public const int AtFirst = OrchestratorOptions.DefaultWorkers;

    /// <summary>So many attempts are looked at before more workers are opened.</summary>
    public const int SampleSize = 32;

    /// <summary>How many times its cost the opening of a worker is to bring in.</summary>
    public const double Return = 4;

    /// <summary>
    /// What the first attempt of a worker may take before it counts as long: much is compiled and
    /// loaded then that the next ones find ready.
    /// </summary>
    public static readonly TimeSpan PatienceWithFirst = TimeSpan.FromMilliseconds(200);

    private int _learned;
    private TimeSpan _atWork;

    /// <summary>How many workers are given jobs.</summary>
    public int Count { get; private set; } =
        openingCost > TimeSpan.Zero ? Math.Min(AtFirst, workers) : workers;

    /// <summary>Whether there are more.</summary>
    public bool HoldsBack => Count < workers;

    /// <summary>Whether enough attempts were seen for <see cref="Grow"/> to judge by.</summary>
    public bool MayGrow => HoldsBack && _learned >= SampleSize;

    /// <summary>
    /// Whether all are to be used: attempts are long beside what it costs to open a worker. One
    /// among short ones is no reason.
    /// </summary>
    /// <param name="longOnes">How many of those used are at a long attempt.</param>
    /// <param name="jobs">Jobs that wait to be claimed.</param>
    public bool MustGrow(int longOnes, int jobs) => HoldsBack && jobs > 0 && longOnes * 2 >= Count;

    /// <summary>Learns from an attempt that ended.</summary>
    public void Learn(TimeSpan duration)
    {
        _learned++;
        _atWork += duration;
    }

    /// <summary>Opens as many more as pay, judged by the attempts since this was asked last.</summary>
    /// <param name="jobs">Jobs that wait to be claimed.</param>
    /// <param name="processorShare">
    /// What the run itself takes of all processors with the workers that are used, from 0 to 1.
    /// </param>
    public void Grow(int jobs, double processorShare)
    {
        // With n workers the jobs take duration × jobs / n, so that the nth saves
        // duration × jobs / n²: where that is what it must bring in, the next does not pay.
        var pays = Math.Sqrt(_atWork / _learned * jobs / (openingCost * Return));
        // Nor does one for which no processor is left.
        var fits = Count / processorShare;
        Count = (int)Math.Clamp(Math.Min(pays, fits), Count, workers);
        _learned = 0;
        _atWork = TimeSpan.Zero;
    }

    /// <summary>Opens all (<see cref="MustGrow"/>).</summary>
    public void GrowToAll() => Count = workers;
}
