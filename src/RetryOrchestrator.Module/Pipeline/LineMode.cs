using System.Runtime.InteropServices;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// The mode in which a terminal gives out whole lines. .NET sets it for the programs that it starts,
/// and takes it for what it last set, whatever those have made of it: a terminal's answer, which ends
/// with no line, is then echoed to the screen and given to nobody.
/// </summary>
internal static class LineMode
{
    private const int StandardInput = 0;
    private const int Now = 0; // TCSANOW
    private const uint Lines = 0x2; // ICANON
    private const uint Echo = 0x8;

    /// <summary>Ends it: whoever waits for input is given what has come.</summary>
    /// <returns>Whether it was on.</returns>
    public static bool End()
    {
        if (tcgetattr(StandardInput, out var settings) != 0 || (settings.Local & Lines) == 0)
        {
            return false;
        }

        settings.Local &= ~(Lines | Echo);
        settings.Least = 1;
        settings.Patience = 0;
        return tcsetattr(StandardInput, Now, ref settings) == 0;
    }

    // As Linux has it, with the characters that are numbers outside of this mode.
    [StructLayout(LayoutKind.Explicit, Size = 60)]
    private struct Settings
    {
        [FieldOffset(12)]
        public uint Local;

        [FieldOffset(17 + 5)]
        public byte Patience; // VTIME

        [FieldOffset(17 + 6)]
        public byte Least; // VMIN
    }

    [DllImport("libc")]
    private static extern int tcgetattr(int file, out Settings settings);

    [DllImport("libc")]
    private static extern int tcsetattr(int file, int when, ref Settings settings);
}
