using RetryOrchestrator.Devices.Pool;

namespace RetryOrchestrator.Devices.Tests.Pool;

public sealed class OrchestratorDeviceTests
{
    [Fact]
    public void No_text_of_a_device_holds_what_a_terminal_obeys()
    {
        const string evil = "a\e[31m\u0007b\u009Bc";
        var device = new OrchestratorDevice
        {
            Serial = evil,
            State = evil,
            Model = evil,
            Job = evil,
            SetAsideReason = evil,
        };

        Assert.All(
            typeof(OrchestratorDevice).GetProperties().Where(p => p.PropertyType == typeof(string)),
            property => Assert.DoesNotContain($"{property.GetValue(device)}", char.IsControl)
        );
    }
}
