using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Support;

/// <summary>Whether this system lets a thread mark what it starts.</summary>
internal static class BirthMarks
{
    /// <summary>Skips the test where it does not.</summary>
    public static void Require()
    {
        var mark = BirthMark.Take();
        var worn = BirthMark.None;
        NamedThread.Run("try", () => worn = BirthMark.Wear(mark));
        Assert.SkipUnless(worn == mark, "NOT TESTED: needs marks that Linux 6.5 has.");
    }
}
