using CsCheck;
using RetryOrchestrator.Engine.Passes;

namespace RetryOrchestrator.Model.Tests.Model;

/// <summary>
/// Random lists, failures, limits, edits, resets, stops and crashes on the real engine and store,
/// compared with the oracle fact by fact. What fails is shrunk to a small scenario.
/// </summary>
public class ModelTests
{
    [Fact]
    public Task One_worker_does_exactly_what_the_rules_say_through_edits_resets_stops_and_crashes() =>
        ScenarioGen.Any.SampleAsync(
            PlayAsync,
            iter: ProofSettings.Pick(7_000, 200_000),
            seed: ProofSettings.SampleSeed,
            print: scenario => scenario.ToString()
        );

    [Fact]
    public Task Many_workers_do_the_same_in_another_order() =>
        Gen.Select(ScenarioGen.Any, Gen.Int[2, 5], Gen.Int[1, 8])
            .SampleAsync(
                PlayTogetherAsync,
                iter: ProofSettings.Pick(3_000, 100_000),
                seed: ProofSettings.SampleSeed,
                print: t => $"{t.Item2} workers, {t.Item3} claimed ahead\n{t.Item1}"
            );

    private static async Task PlayAsync(Scenario scenario)
    {
        using var run = new ModelRun();
        var oracle = new Oracle();
        var list = scenario.Jobs;
        foreach (var command in scenario.Commands)
        {
            list = command.Edit(list);
            var (facts, cutOff) = await run.StartAsync(list, command);

            var expected = Expect(oracle, list, command, run);
            // A run that was cut off did the beginning of it.
            Assert.Equal(
                cutOff ? expected.Take(DoneOf(facts)) : expected,
                facts.Take(DoneOf(facts))
            );
            AssertPassesAreBounded(facts, command.Options);
            run.Read().AssertIsThatOf(oracle);
        }
    }

    private static async Task PlayTogetherAsync(Scenario scenario, int workers, int ahead)
    {
        using var run = new ModelRun();
        var oracle = new Oracle();
        var list = scenario.Jobs;
        // Which worker a failure happens on is chance: the oracle cannot know what becomes of that.
        foreach (
            var command in scenario.Commands.Select(one =>
                one with
                {
                    Cut = Cut.None,
                    Options = one.Options with { GuardSlots = false },
                }
            )
        )
        {
            list = command.Edit(list);
            var (facts, _) = await run.StartAsync(list, command, workers, ahead);

            var expected = Expect(oracle, list, command, run).ToList();
            Assert.Equal(ByPass(expected), ByPass(facts));
            AssertPassesAreBounded(facts, command.Options);
            AssertOneJobOfAnAccountAtATime(facts, list);
            run.Read().AssertIsThatOf(oracle);
        }
    }

    private static IEnumerable<string> Expect(
        Oracle oracle,
        IReadOnlyList<ScenarioJob> list,
        ScenarioCommand command,
        ModelRun run
    )
    {
        foreach (var (id, force) in command.Resets)
        {
            oracle.Listed.Find(job => job.Id == id)?.Reset(force);
        }

        var attempts = 0;
        return oracle.Run(
            list,
            command.Options,
            job =>
                command.Cut == Cut.StopInAttempt && ++attempts == command.At
                    ? Ending.Cancelled
                    : list.First(row => row.Id == job.Id).Attempt(job.Attempts),
            job => run.HasPassed(job.Id, job.Attempts)
        );
    }

    // A stop in a wait is noted, and changes nothing else.
    private static int DoneOf(IReadOnlyList<string> facts) =>
        facts is [.., "run stopped"] ? facts.Count - 1 : facts.Count;

    private static void AssertPassesAreBounded(
        IReadOnlyList<string> facts,
        OrchestratorOptions limits
    ) =>
        Assert.InRange(
            facts.Count(fact => fact.StartsWith("pass ") && !fact.Contains(':')),
            0,
            limits.MaxPasses
        );

    private static void AssertOneJobOfAnAccountAtATime(
        IReadOnlyList<string> facts,
        IReadOnlyList<ScenarioJob> list
    )
    {
        var atWork = new HashSet<string>();
        foreach (var (id, happened) in facts.Select(fact => (fact.Split(' ')[0], fact)))
        {
            if (list.FirstOrDefault(row => row.Id == id)?.Account is { } account)
            {
                Assert.True(
                    happened.EndsWith("claimed") ? atWork.Add(account) : atWork.Remove(account)
                );
            }
        }
    }

    // The facts of each pass in an order of their own.
    private static IEnumerable<string> ByPass(IReadOnlyList<string> facts)
    {
        var pass = 0;
        return facts
            .Select(fact => (Pass: fact.StartsWith("pass ") ? ++pass : pass, Fact: fact))
            .Order()
            .Select(fact => fact.Fact);
    }
}
