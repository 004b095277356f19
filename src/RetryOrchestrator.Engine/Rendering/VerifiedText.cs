using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Storage;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>What was answered about jobs that were uncertain, a line each, the first of them.</summary>
internal static class VerifiedText
{
    private const int MostNamed = 20;

    /// <summary>
    /// <c>2026-03-01 13:00:00 +01:00 ASKED job v17 ('posting to ada'): it had happened; now success</c>
    /// </summary>
    /// <param name="verified">The jobs.</param>
    /// <param name="look">How it is laid out.</param>
    public static IReadOnlyList<string> Render(JobsVerified verified, OperatorLook look)
    {
        var moment = look.Moment(verified.At);
        var lines = verified
            .Jobs.Take(MostNamed)
            .Select(job => $"{moment} ASKED {Line(job)}")
            .ToList();
        if (verified.Jobs.Count > MostNamed)
        {
            lines.Add(
                $"{moment} ASKED about {Words.Count(verified.Jobs.Count - MostNamed, "more job")}: "
                    + "Get-OrchestratorJob -History shows every answer."
            );
        }

        return lines;
    }

    private static string Line(VerifiedJob job)
    {
        var answer = job.Checkpoint.Verified switch
        {
            Verification.Happened => "it had happened",
            Verification.DidNotHappen => "it had not happened",
            _ => $"no answer ({TerminalText.FirstLine(job.Checkpoint.Note)})",
        };
        return $"job {TerminalText.CleanLine(job.JobId)} ({TerminalText.CleanLine(job.Checkpoint.Named)}): "
            + $"{answer}; now {job.Status.ToWord()}";
    }
}
