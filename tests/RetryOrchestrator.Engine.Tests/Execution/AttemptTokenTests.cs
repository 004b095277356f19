using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Storage;

namespace RetryOrchestrator.Engine.Tests.Execution;

public sealed class AttemptTokenTests
{
    private static readonly ProcessIdentity Owner = new(77, "boot:1", "here");

    [Fact]
    public void The_same_attempt_of_the_same_process_always_has_the_same_token() =>
        Assert.Equal(AttemptToken.Of("state", Owner, 5), AttemptToken.Of("state", Owner, 5));

    [Fact]
    public void Another_state_process_or_attempt_has_another_token()
    {
        string[] tokens =
        [
            AttemptToken.Of("state", Owner, 5),
            AttemptToken.Of("state", Owner, 6),
            AttemptToken.Of("other", Owner, 5),
            AttemptToken.Of("state", Owner with { Id = 78 }, 5),
            AttemptToken.Of("state", Owner with { StartToken = "boot:2" }, 5),
            AttemptToken.OfServers("state", Owner),
            AttemptToken.OfProcess(Owner),
        ];

        Assert.Equal(tokens.Length, tokens.Distinct().Count());
    }

    [Fact]
    public void The_servers_of_a_run_are_known_from_any_of_its_attempts() =>
        Assert.Equal(
            AttemptToken.OfServers("state", Owner),
            AttemptToken.OfServers(AttemptToken.Of("state", Owner, 5))
        );
}
