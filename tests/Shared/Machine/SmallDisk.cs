using System.Diagnostics;

namespace RetryOrchestrator.Tests.Shared.Machine;

/// <summary>
/// A real disk of a few megabytes, mounted for a test and gone with it, that the test can fill.
/// </summary>
internal sealed class SmallDisk : IDisposable
{
    /// <summary>What a file takes its room in.</summary>
    public const int PageBytes = 4096;

    private const int Megabytes = 8;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("small-disk-");

    private SmallDisk() { }

    public string Folder => _folder.FullName;

    private string Filler => this["filler"];

    public string this[string name] => Path.Combine(Folder, name);

    /// <summary>Mounts one, or skips the test where this process may not.</summary>
    public static SmallDisk MountOrSkip()
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "NOT PROVED HERE: a disk that is really full needs root on Linux, to mount a small one."
        );
        var disk = new SmallDisk();
        var (exitCode, said) = Run(
            "mount",
            "-t",
            "tmpfs",
            "-o",
            $"size={Megabytes}m",
            "tmpfs",
            disk.Folder
        );
        if (exitCode != 0)
        {
            disk._folder.Delete();
            Assert.Skip($"NOT PROVED HERE: a small disk could not be mounted: {said}");
        }

        return disk;
    }

    /// <summary>Takes up all room but for some pages.</summary>
    public void Fill(int pagesLeft = 0)
    {
        using var filler = new FileStream(
            Filler,
            FileMode.Create,
            FileAccess.Write,
            FileShare.None,
            0
        );
        var page = new byte[PageBytes];
        try
        {
            while (true)
            {
                filler.Write(page);
            }
        }
        catch (IOException)
        {
            filler.SetLength(Math.Max(0, filler.Length - (long)pagesLeft * PageBytes));
        }
    }

    /// <summary>Makes room again.</summary>
    public void Free()
    {
        // Cut short first: a process that another test is just starting may have inherited the open
        // file for a moment, and then deleting it alone frees nothing yet.
        File.WriteAllBytes(Filler, []);
        File.Delete(Filler);
    }

    public void Dispose()
    {
        Run("umount", "--lazy", Folder);
        _folder.Delete();
    }

    private static (int ExitCode, string Said) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments) { RedirectStandardError = true }
        )!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said.Trim());
    }
}
