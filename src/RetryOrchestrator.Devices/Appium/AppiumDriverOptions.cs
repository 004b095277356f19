using OpenQA.Selenium;

namespace RetryOrchestrator.Devices.Appium;

/// <summary>The capabilities of a session, as Selenium wants to be handed them.</summary>
internal sealed class AppiumDriverOptions : DriverOptions
{
    public AppiumDriverOptions(IReadOnlyDictionary<string, object> capabilities)
    {
        foreach (var (name, value) in capabilities)
        {
            // A standard capability must be set through its property: the base class says so.
            if (name == "platformName")
            {
                PlatformName = (string)value;
            }
            else
            {
                AddAdditionalOption(name, value);
            }
        }
    }

    public override ICapabilities ToCapabilities() => GenerateDesiredCapabilities(true);
}
