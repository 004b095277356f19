using System.Runtime.Versioning;
using RetryOrchestrator.Executors.Processes.Starting;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>By what the processes of a program's attempt are found, and what becomes of them.</summary>
/// <param name="Token">The attempt's token, which their environment holds.</param>
/// <param name="Mark">Their mark (<see cref="InheritedMark"/>).</param>
/// <param name="Birth">How what is born too early to be marked is told, or null.</param>
/// <param name="Rules">What is ended and what is spared.</param>
internal sealed record AttemptTraces(string Token, ulong Mark, Birth? Birth, LeftoverRules Rules)
{
    /// <summary>The program with all that belongs to it.</summary>
    [UnsupportedOSPlatform("windows")]
    public ProcessTree Tree(IProgramProcess program) =>
        new([Token], SystemProcessTable.Scan)
        {
            Birth = Birth,
            Spare = Rules.Spare,
            Child = program.Id,
            ChildHoldsId = program.HoldsId,
        };

    /// <summary>
    /// Whether anything may be left of a program that has ended: a look that costs so little that each
    /// that fails can have it.
    /// </summary>
    /// <param name="program">Its id, which may still be its own.</param>
    public bool MayHaveLeft(int program)
    {
        if (!InheritedMark.IsSupported)
        {
            return true;
        }

        try
        {
            return LinuxProcessScan
                .Ids()
                .Any(id =>
                    id != program
                    && (InheritedMark.ReadOurs(id) == Mark || BirthMark.Of(id) == BornWith)
                );
        }
        catch (IOException)
        {
            return true; // no more files can be open
        }
    }

    // No process has this where there are no such marks.
    private int BornWith => Birth is { Mark: not BirthMark.None } birth ? birth.Mark : -1;
}
