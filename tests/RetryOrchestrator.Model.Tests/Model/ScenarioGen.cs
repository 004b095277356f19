using CsCheck;
using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Model.Tests.Model;

/// <summary>Random scenarios: small, because what goes wrong does so in small ones too.</summary>
internal static class ScenarioGen
{
    private static readonly Gen<Ending> Endings = Gen.Frequency(
        (5, Gen.Const(Ending.Success)),
        (5, Gen.Const(Ending.Infrastructure)),
        (3, Gen.Const(Ending.Unknown)),
        (1, Gen.Const(Ending.Account)),
        (1, Gen.Const(Ending.Input)),
        (1, Gen.Const(Ending.Deferred)),
        (1, Gen.Const(Ending.Uncertain))
    );

    private static readonly Gen<string?> Accounts = Gen.Int[0, 2]
        .Select(number =>
            number switch
            {
                0 => null,
                1 => "ann",
                _ => "bob",
            }
        );

    private static readonly Gen<string> Ids = Gen.Int[1, 8].Select(number => $"v{number}");

    private static readonly Gen<IReadOnlyList<ScenarioJob>> Lists = Gen.Select(
            Accounts,
            Endings.List[1, 6]
        )
        .List[1, 7]
        .Select(rows =>
            (IReadOnlyList<ScenarioJob>)
                rows.Select((row, index) => new ScenarioJob($"v{index + 1}", row.Item1, row.Item2))
                    .ToList()
        );

    private static readonly Gen<OrchestratorOptions> Limits = Gen.Select(
        Gen.Int[1, 4],
        Gen.Int[1, 5],
        Gen.Int[0, 3],
        Gen.Bool,
        Rarely(3),
        Rarely(4),
        (passes, attempts, infrastructure, unknown, goOn, newOnly) =>
            new OrchestratorOptions
            {
                Workers = 1,
                MaxPasses = passes,
                MaxAttemptsPerJob = attempts,
                InfrastructureRetryLimit = infrastructure,
                RetryUnknown = unknown,
                ContinueOnAccountFailure = goOn,
                NewJobsOnly = newOnly,
                RetryDelay = TimeSpan.FromSeconds(1),
            }
    );

    private static readonly Gen<ScenarioCommand> Commands = Gen.Select(
        Some(Gen.Select(Ids, Accounts, Endings.List[0, 4], (i, a, s) => new ScenarioJob(i, a, s))),
        Some(Gen.Select(Ids, Gen.Bool, (id, force) => new ScenarioReset(id, force))),
        Limits,
        Gen.Enum<Cut>(),
        Gen.Int[1, 20],
        (edits, resets, limits, cut, at) => new ScenarioCommand(edits, resets, limits, cut, at)
    );

    /// <summary>Lists and up to four commands, cut off anywhere.</summary>
    public static Gen<Scenario> Any { get; } =
        Gen.Select(Lists, Commands.List[1, 4], (jobs, commands) => new Scenario(jobs, commands));

    private static Gen<bool> Rarely(int often) =>
        Gen.Frequency((often, Gen.Const(false)), (1, Gen.Const(true)));

    private static Gen<IReadOnlyList<T>> Some<T>(Gen<T> gen) =>
        Gen.Frequency((3, gen.List[0, 0]), (1, gen.List[1, 3]))
            .Select(list => (IReadOnlyList<T>)list);
}
