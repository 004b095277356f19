using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Tests.Appium;

/// <summary>What an emulated phone must answer for the real UiAutomator2 driver to take it.</summary>
internal static class UiAutomatorPhone
{
    private const string Dead = "instrumentation-dead";

    public static void Prepare(EmulatedPhone phone)
    {
        var files = phone.Files;
        files.AddProgram("ps", PhoneFiles.Note);
        files.AddProgram("appops", PhoneFiles.Note);
        // The helper's process: it lives as long as the driver's shell holds on to it, or until
        // it is made to crash.
        files.AddProgram(
            "am",
            PhoneFiles.Note
                + $"""
                case "$1" in
                  instrument) while [ ! -e "$PHONE_STORAGE/{Dead}" ]; do sleep 0.05; done;;
                esac

                """
        );
    }

    public static void EndInstrumentation(EmulatedPhone phone) =>
        File.WriteAllText(phone.Files.Of($"/{Dead}"), "");

    public static void ReviveInstrumentation(EmulatedPhone phone) =>
        File.Delete(phone.Files.Of($"/{Dead}"));
}
