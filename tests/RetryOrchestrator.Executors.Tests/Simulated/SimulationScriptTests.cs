using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Executors.Simulated;

namespace RetryOrchestrator.Executors.Tests.Simulated;

public class SimulationScriptTests
{
    [Theory]
    [InlineData("success")]
    [InlineData(" SUCCESS ")]
    public void Success_is_success(string text) =>
        Assert.Equal(new SimulatedStep(AttemptResult.Success, null), Step(text));

    [Fact]
    public void A_category_is_declared_with_its_message()
    {
        Assert.Equal(
            Failed(FailureCategory.Account, "gone for good"),
            Step("account: gone for good")
        );
        Assert.Equal(Failed(FailureCategory.Input, "simulated input failure"), Step("Input"));
        Assert.Equal(
            Failed(FailureCategory.Infrastructure, "a: b") with
            {
                After = TimeSpan.FromSeconds(1.5),
            },
            Step("infrastructure after 1.5s: a: b")
        );
    }

    [Theory]
    [InlineData("ADB timeout after 30s")]
    [InlineData("Account suspended")]
    [InlineData("unknown host: example")]
    [InlineData("successful, but not quite")]
    [InlineData("account after login was rejected")]
    public void Any_other_text_is_a_message_for_the_rules(string text) =>
        Assert.Equal(new SimulatedStep(AttemptResult.FailedWith(text), null), Step(text));

    [Fact]
    public void A_message_for_the_rules_can_take_its_time() =>
        Assert.Equal(
            new SimulatedStep(AttemptResult.FailedWith("device offline"), TimeSpan.FromMinutes(2)),
            Step("after 2 m: device offline")
        );

    [Fact]
    public void Hang_never_ends() => Assert.Equal(new SimulatedStep(null, null), Step("hang"));

    [Fact]
    public void Each_attempt_has_its_entry_and_the_last_repeats()
    {
        Assert.True(
            SimulationScript.TryParse("one; two ;success after 200ms", out var script, out _)
        );

        Assert.Equal(Step("one"), script!.Step(0));
        Assert.Equal(Step("two"), script.Step(1));
        Assert.Equal(new(AttemptResult.Success, TimeSpan.FromMilliseconds(200)), script.Step(2));
        Assert.Equal(script.Step(2), script.Step(99));
    }

    [Theory]
    [InlineData("success;;success", "entry 2: it is empty")]
    [InlineData("success;", "entry 2: it is empty")]
    [InlineData("success: really", "'success' takes no message")]
    [InlineData("success after soon", "'soon' is no duration")]
    [InlineData("success after", "'' is no duration")]
    [InlineData("success after 5", "'5' is no duration")]
    [InlineData("account after 9999999m", "'9999999m' is no duration")]
    [InlineData("hang after 2s", "'hang' takes no duration")]
    [InlineData("after 2s", "a message is expected")]
    public void A_faulty_script_is_told_with_its_entry_and_what_would_be_right(
        string text,
        string problem
    )
    {
        Assert.False(SimulationScript.TryParse(text, out var script, out var told));

        Assert.Null(script);
        Assert.StartsWith("simulate, entry ", told);
        Assert.Contains(problem, told);
    }

    private static SimulatedStep Step(string text)
    {
        Assert.True(SimulationScript.TryParse(text, out var script, out var problem), problem);
        return script!.Step(0);
    }

    private static SimulatedStep Failed(FailureCategory category, string message) =>
        new(
            new AttemptResult.Failed(
                new FailureEvidence { Message = message, DeclaredCategory = category }
            ),
            null
        );
}
