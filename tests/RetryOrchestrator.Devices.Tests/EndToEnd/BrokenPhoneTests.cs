using RetryOrchestrator.Devices.Tests.Support;

namespace RetryOrchestrator.Devices.Tests.EndToEnd;

/// <summary>
/// A phone that answers and fails everything, beside two that do their work: the guards of the run
/// find it, its pool leaves it alone, and no job pays for it.
/// </summary>
public sealed class BrokenPhoneTests
{
    private const int Jobs = 15;

    [Fact]
    public async Task A_phone_on_which_every_job_fails_loses_three_attempts_and_is_named()
    {
        await using var phones = await VideoPhones.StartAsync(3);
        var broken = phones.Phones[1].Serial;
        phones.Stubs[1].App.Suspended.UnionWith(Ids.Select(id => $"account-{id}"));
        var host = new PhoneHost(phones);
        host.Write("video.mp4", "the video");
        host.Write(
            "jobs.csv",
            "job_id,account,video_path,caption\n"
                + string.Concat(Ids.Select(id => $"{id},account-{id},video.mp4,{id}\n"))
        );
        // It shows at once that it will not: a job takes no longer on it than on the others.
        var flow = VideoPhones.FlowText.Replace(
            "category: account",
            "category: unknown",
            StringComparison.Ordinal
        );

        using var run = await host.StartRunAsync(
            "-FlowPath",
            host.Write("share.flow.yaml", flow),
            "-Workers",
            "3"
        );
        var end = await run.EndAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, end.ExitCode);
        Assert.True(
            end.Error.Contains($"GUARD: device {broken} set aside", StringComparison.Ordinal),
            end.Error
        );
        Assert.Equal(Ids.Order(), phones.Posts.Select(post => post.Caption).Order());
        Assert.Empty(phones.Stubs[1].App.Posts);
        Assert.Equal(
            Enumerable.Repeat($"device {broken} was set aside", 3),
            await LinesAsync(
                host,
                "Get-OrchestratorJob -History",
                "| Where-Object GivenBack -like '*set aside' | ForEach-Object GivenBack"
            )
        );
        Assert.Equal(
            ["1"],
            await LinesAsync(
                host,
                "Get-OrchestratorJob",
                "| ForEach-Object Attempts | Sort-Object -Unique"
            )
        );
    }

    private static IEnumerable<string> Ids => Enumerable.Range(1, Jobs).Select(n => $"v{n}");

    private static async Task<string[]> LinesAsync(PhoneHost host, string read, string then)
    {
        var said = await host.RunAsync("--command", $"{read} -JobsPath '{host.Jobs}' {then}");
        return said.Output.Split(
            '\n',
            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
        );
    }
}
