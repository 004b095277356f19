namespace RetryOrchestrator.Module.Tests.Faults;

/// <summary>What bad input gets.</summary>
internal static class Refusal
{
    /// <summary>One terminating error, and nothing else.</summary>
    /// <param name="run">What was run with bad input.</param>
    /// <param name="id">The id of the error.</param>
    /// <param name="said">What its message says, among else.</param>
    public static void AssertOneError(ScriptResult run, string id, string said)
    {
        Assert.Equal(id, run.Error.FullyQualifiedErrorId.Split(',')[0]);
        Assert.Contains(said, run.Error.Exception.Message);
        if (!id.StartsWith("ParameterArgument", StringComparison.Ordinal)) // PowerShell's own
        {
            Assert.NotNull(run.Error.TargetObject);
        }

        Assert.Empty(run.Output);
        Assert.Empty(run.InformationLines);
    }
}
