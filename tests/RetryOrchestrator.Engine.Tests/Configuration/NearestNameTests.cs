using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Tests.Configuration;

public class NearestNameTests
{
    [Theory]
    [InlineData("Worker", "Workers")]
    [InlineData("maxpases", "MaxPasses")]
    [InlineData("colour", null)]
    public void A_slip_of_the_fingers_is_understood_and_nothing_else(string name, string? meant) =>
        Assert.Equal(meant, NearestName.Of(name, ["Workers", "MaxPasses", "RetryDelay"]));
}
