namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>A line of the witness: a program began or ended an attempt of a job.</summary>
internal sealed record WitnessLine(string Event, string JobId, int Attempt);

/// <summary>
/// What the jobs' program itself wrote down: the witness against which the state is held. A line
/// is one write to a file opened for appending, so none is torn or lost.
/// </summary>
internal static class Witness
{
    public const string FileName = "witness.log";

    /// <summary>
    /// The program. Its job's column <c>plan</c> says how each attempt ends; now and then it leaves
    /// the real work to a child, and it ignores polite signals.
    /// </summary>
    public const string Script = """
        #!/bin/sh
        trap '' TERM
        say() { echo "$1 $ORCHESTRATOR_JOB_ID $ORCHESTRATOR_ATTEMPT" >> witness.log; }
        say start
        case "$2" in
            child) sh -c 'trap "" TERM; sleep 0.2; echo "child $ORCHESTRATOR_JOB_ID $ORCHESTRATOR_ATTEMPT" >> witness.log' & wait ;;
            slow) sleep 0.15 ;;
        esac
        say end
        case "$1" in
            ok) exit 0 ;;
            infrastructure) [ "$ORCHESTRATOR_ATTEMPT" -ge 3 ] && exit 0; echo 'ADB timeout after 30s' >&2; exit 1 ;;
            account) echo 'Account suspended' >&2; exit 1 ;;
            input) echo 'Video file not found: /videos/v17.mp4' >&2; exit 1 ;;
            *) [ "$ORCHESTRATOR_ATTEMPT" -ge 2 ] && exit 0; echo 'Something went wrong' >&2; exit 1 ;;
        esac
        """;

    public static IReadOnlyList<WitnessLine> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path)
            ? File.ReadAllLines(path)
                .Select(line => line.Split(' '))
                .Select(parts => new WitnessLine(parts[0], parts[1], int.Parse(parts[2])))
                .ToList()
            : [];
    }
}
