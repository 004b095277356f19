namespace RetryOrchestrator.Architecture.Tests;

/// <summary>Whoever reads a room needs to have read those beneath it, and no others.</summary>
public sealed class CircleTests
{
    [Theory]
    [InlineData("RetryOrchestrator.Engine")]
    [InlineData("RetryOrchestrator.Storage")]
    [InlineData("RetryOrchestrator.Executors")]
    [InlineData("RetryOrchestrator.Devices")]
    [InlineData("RetryOrchestrator.Module")]
    public void No_two_rooms_know_each_other(string assembly) =>
        Assert.Empty(new House(assembly).Circle());

    [Theory]
    [InlineData("RetryOrchestrator.Engine", "RetryOrchestrator.Storage")]
    [InlineData("RetryOrchestrator.Engine", "RetryOrchestrator.Executors")]
    [InlineData("RetryOrchestrator.Storage", "RetryOrchestrator.Executors")]
    [InlineData("RetryOrchestrator.Executors", "RetryOrchestrator.Storage")]
    [InlineData("RetryOrchestrator.Executors", "RetryOrchestrator.Devices")]
    [InlineData("RetryOrchestrator.Devices", "RetryOrchestrator.Storage")]
    public void One_project_knows_nothing_of_the_other(string one, string other) =>
        Assert.Empty(new House(one).KnowingOutside(other));

    [Theory]
    [InlineData("RetryOrchestrator.Engine", "Microsoft.Data.Sqlite")]
    [InlineData("RetryOrchestrator.Engine", "System.Diagnostics.ProcessStartInfo")]
    [InlineData("RetryOrchestrator.Engine", "System.Management.Automation")]
    [InlineData("RetryOrchestrator.Storage", "System.Diagnostics.ProcessStartInfo")]
    [InlineData("RetryOrchestrator.Storage", "System.Management.Automation")]
    [InlineData("RetryOrchestrator.Executors", "Microsoft.Data.Sqlite")]
    [InlineData("RetryOrchestrator.Executors", "System.Management.Automation")]
    [InlineData("RetryOrchestrator.Executors", "OpenQA.Selenium")]
    [InlineData("RetryOrchestrator.Devices", "Microsoft.Data.Sqlite")]
    [InlineData("RetryOrchestrator.Devices", "System.Management.Automation")]
    public void A_project_leaves_to_others_what_is_not_its_own(string project, string foreign) =>
        Assert.Empty(new House(project).KnowingOutside(foreign));
}
