using System.Diagnostics;
using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Machine;
using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Tests.Shared.Machine;

namespace RetryOrchestrator.Devices.Tests.Machine;

/// <summary>Names that one process of a machine has at a time, kept as sockets and as files.</summary>
public sealed class MachineLockTests : IDisposable
{
    private static readonly AdbServerAddress Here = new("localhost", 5038);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("locks-");
    private readonly string _name = $"device {Guid.NewGuid():N}";

    private string LockFolder => Path.Combine(_folder.FullName, "shared");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_name_has_one_holder_at_a_time(bool files)
    {
        var locks = Locks(files);
        var held = locks.TryTake(_name);

        Assert.NotNull(held);
        Assert.Null(locks.TryTake(_name));
        Assert.Null(Locks(files).TryTake(_name));
        using (var other = locks.TryTake($"{_name} "))
        {
            Assert.NotNull(other);
        }

        held.Dispose();
        using var again = locks.TryTake(_name);
        Assert.NotNull(again);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_user_is_refused_what_is_taken_and_may_take_it_afterwards(bool files)
    {
        Assert.SkipUnless(
            OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess,
            "NOT TESTED: to be two users, the tests must run as root on Linux."
        );
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder.FullName, (UnixFileMode)0b111_111_111);
        }

        var locks = Locks(files);

        using (locks.TryTake(_name))
        {
            Assert.Null(OrdinaryUser.Do(() => locks.TryTake(_name)));
        }

        using (var theirs = OrdinaryUser.Do(() => locks.TryTake(_name)))
        {
            Assert.NotNull(theirs);
            Assert.Null(locks.TryTake(_name));
        }

        // And the other way round: what an ordinary user made first is no obstacle to others.
        using var first = OrdinaryUser.Do(() => locks.TryTake($"{_name} of theirs"));
        first!.Dispose();
        using var mine = locks.TryTake($"{_name} of theirs");
        Assert.NotNull(mine);
    }

    [Fact]
    public async Task A_name_is_free_again_when_its_process_was_killed()
    {
        Assert.SkipUnless(
            File.Exists("/usr/bin/flock"),
            "NOT TESTED: this test needs flock (Debian: apt-get install util-linux)."
        );
        var locks = Locks(files: true);
        locks.TryTake(_name)!.Dispose();
        var file = Directory.GetFiles(LockFolder).Single();
        using var other = Process.Start(
            new ProcessStartInfo("/usr/bin/flock", ["-x", file, "-c", "echo locked; exec cat"])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        var stop = TestContext.Current.CancellationToken;
        Assert.Equal("locked", await other.StandardOutput.ReadLineAsync(stop));
        Assert.Null(locks.TryTake(_name));

        other.Kill(entireProcessTree: true);

        // Its child has the file too, and ends in its own time.
        IDisposable? taken = null;
        await Eventually.TrueAsync(
            () => (taken = locks.TryTake(_name)) is not null,
            "the name is free"
        );
        taken!.Dispose();
    }

    [Fact]
    public void A_link_that_somebody_planted_is_not_written_to()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "NOT TESTED: links need rights on Windows.");
        var locks = Locks(files: true);
        locks.TryTake(_name)!.Dispose();
        var file = Directory.GetFiles(LockFolder).Single();
        var target = Path.Combine(_folder.FullName, "target");
        File.WriteAllText(target, "precious");
        File.Delete(file);
        File.CreateSymbolicLink(file, target);

        using (var held = locks.TryTake(_name))
        {
            Assert.NotNull(held);
        }

        Assert.Equal("precious", File.ReadAllText(target));
    }

    [Fact]
    public void Nothing_is_left_behind_and_long_names_stay_apart()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "NOT TESTED: sockets with names are Linux's.");
        var locks = Locks(files: false);
        var serial = new string('x', 300);
        using (var one = locks.TryTake($"{serial}1"))
        using (var two = locks.TryTake($"{serial}2"))
        {
            Assert.NotNull(one);
            Assert.NotNull(two);
        }

        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public void A_phone_with_two_serials_is_taken_by_both_or_not_at_all()
    {
        var locks = Locks(files: true);
        using (locks.TryTake(PhoneLock.NameOf(Here, "CABLE")))
        {
            Assert.Null(PhoneLock.TryTake(locks, Here, ["192.168.1.20:5555", "CABLE"]));
        }

        using var both = PhoneLock.TryTake(locks, Here, ["192.168.1.20:5555", "CABLE"]);
        Assert.NotNull(both);
        Assert.Null(PhoneLock.TryTake(locks, Here, ["CABLE"]));
        Assert.Null(PhoneLock.TryTake(locks, Here, ["192.168.1.20:5555"]));
    }

    [Fact]
    public void Servers_of_this_machine_share_their_phones_and_those_of_others_are_others()
    {
        var farm = new AdbServerAddress("farm.example.org", 5037);

        Assert.Equal(
            PhoneLock.NameOf(Here, "A"),
            PhoneLock.NameOf(new AdbServerAddress("127.0.0.1", null), "A")
        );
        Assert.NotEqual(PhoneLock.NameOf(Here, "A"), PhoneLock.NameOf(farm, "A"));
        Assert.NotEqual(PhoneLock.NameOf(Here, "A"), PhoneLock.NameOf(Here, "a"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private IMachineLocks Locks(bool files)
    {
        if (files)
        {
            return new FileLocks(LockFolder);
        }

        Assert.SkipUnless(OperatingSystem.IsLinux(), "NOT TESTED: sockets with names are Linux's.");
        return MachineLocks.OfThisMachine;
    }
}
