using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace RetryOrchestrator.Tests.Shared.Machine;

/// <summary>
/// Does things as a user whom the modes of files bind. Root is bound by none, and a gate often runs
/// as root; on Linux a single thread can put that privilege down.
/// </summary>
internal static class OrdinaryUser
{
    private const uint Nobody = 65534;

    /// <summary>Runs on a thread of its own that reaches files as an ordinary user does.</summary>
    public static T Do<T>(Func<T> action)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return action();
        }

        Assert.SkipUnless(OperatingSystem.IsLinux(), "Modes do not bind root.");
        T result = default!;
        ExceptionDispatchInfo? thrown = null;
        var thread = new Thread(() =>
        {
            try
            {
                PutPrivilegeDown();
                result = action();
            }
            catch (Exception exception)
            {
                thrown = ExceptionDispatchInfo.Capture(exception);
            }
        });
        thread.Start();
        thread.Join();
        thrown?.Throw();
        return result;
    }

    // For this thread alone, unlike setuid. It returns what was before, so the second call tells
    // whether the first was allowed.
    private static void PutPrivilegeDown()
    {
        _ = SetFileSystemUser(Nobody);
        Assert.Equal((int)Nobody, SetFileSystemUser(Nobody));
    }

    [DllImport("libc", EntryPoint = "setfsuid")]
    private static extern int SetFileSystemUser(uint user);
}
