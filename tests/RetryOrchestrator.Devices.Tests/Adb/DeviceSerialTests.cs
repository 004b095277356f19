using RetryOrchestrator.Devices.Adb;

namespace RetryOrchestrator.Devices.Tests.Adb;

public class DeviceSerialTests
{
    [Theory]
    [InlineData("emulator-5554")]
    [InlineData(" emulator-5554")]
    [InlineData("emulator-5554 ")]
    [InlineData("\temulator-5554\r\n")]
    [InlineData("\u00A0emulator-5554\u00A0")]
    [InlineData("\uFEFFemulator-5554")]
    [InlineData("\u200Bemulator-5554\u200B")]
    public void What_stands_around_a_serial_does_not_count(string written) =>
        Assert.Equal(("emulator-5554", null), DeviceSerial.Read(written, "-Device"));

    [Theory]
    [InlineData("emulator 5554", "'emulator␣5554'", "a blank")]
    [InlineData(" A B ", "'A␣B'", "a blank")]
    [InlineData("emulator-5554, emulator-5556", "'emulator-5554,␣emulator-5556'", "a blank")]
    [InlineData("A\tB", "'A<U+0009>B'", "a tab")]
    [InlineData("A\nB", "'A<U+000A>B'", "a line break")]
    [InlineData("A\u00A0B", "'A<U+00A0>B'", "an invisible character (U+00A0)")]
    [InlineData("A\u200BB", "'A<U+200B>B'", "an invisible character (U+200B)")]
    public void What_is_inside_is_refused_and_shown(string written, string shown, string what)
    {
        var problem = DeviceSerial.Read(written, "-Device").Problem;

        Assert.StartsWith($"-Device: {shown} is no serial: it has {what} inside. ", problem);
    }

    [Fact]
    public void A_blank_one_is_refused() =>
        Assert.Equal("-Device has a blank serial.", DeviceSerial.Read(" ", "-Device").Problem);
}
