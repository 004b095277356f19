using RetryOrchestrator.Engine.Events;
using RetryOrchestrator.Engine.Summary;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Rendering;

/// <summary>What guards did, for the operator.</summary>
internal static class GuardText
{
    private const int MostInSummary = 6;

    /// <summary>The lines of one act: <c>GUARD: worker 2 set aside: …</c>.</summary>
    /// <param name="acted">The act.</param>
    /// <param name="columns">What lines are wrapped to, from 40.</param>
    public static IReadOnlyList<string> Render(GuardActed acted, int columns) =>
        [.. TextFit.Hang("GUARD: ", TerminalText.CleanLine($"{acted.Act}"), columns)];

    /// <summary>A pass's acts in one line, without their reasons; null when there are none.</summary>
    public static string? Summarize(IReadOnlyList<OrchestratorGuardAct> acts)
    {
        if (acts.Count == 0)
        {
            return null;
        }

        var shown = acts.Take(MostInSummary).Select(act => $"{act.Subject} {act.Action}");
        var more = acts.Count > MostInSummary ? $"; {acts.Count - MostInSummary} more" : "";
        return string.Join("; ", shown) + more;
    }
}
