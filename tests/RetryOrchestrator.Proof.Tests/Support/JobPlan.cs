namespace RetryOrchestrator.Proof.Tests.Support;

/// <summary>
/// What a job's program does, as verbs of the dummy. All but the plainest ignore the polite signal;
/// some leave the work to a child, or to a grandchild whose parent has gone.
/// </summary>
internal static class JobPlan
{
    private static readonly string[] Ends =
    [
        "exit:0",
        "exit:0",
        "exit:0",
        "fail-before:2:Something went wrong",
        "fail-before:3:ADB timeout after 30s",
        "fail-before:99:Something went wrong",
        "fail-before:99:ADB timeout after 30s",
        "fail-before:99:Video file not found",
    ];

    /// <summary>A plan by chance.</summary>
    public static string Draw(Random chance, string witness) =>
        $"{Work(chance, witness)}|{End(chance)}";

    private static string Work(Random chance, string witness) =>
        chance.Next(6) switch
        {
            0 => $"ignore-term|work:{chance.Next(80)}",
            1 => Through("child", chance, witness),
            2 => Through("orphan", chance, witness),
            _ => $"work:{chance.Next(20)}",
        };

    private static string Through(string child, Random chance, string witness) =>
        $"ignore-term|{child}|ignore-term|child-witness:{witness}|work:{chance.Next(80)}|end|await-child";

    private static string End(Random chance) =>
        chance.Next(25) == 0 ? "fail-before:99:Account suspended" : Ends[chance.Next(Ends.Length)];
}
