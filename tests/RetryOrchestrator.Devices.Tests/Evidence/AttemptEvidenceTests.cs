using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Evidence;
using RetryOrchestrator.Devices.Tests.Support;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Jobs;
using RetryOrchestrator.Tests.Android;

namespace RetryOrchestrator.Devices.Tests.Evidence;

/// <summary>What is left of an attempt, whatever became of its phone.</summary>
public sealed class AttemptEvidenceTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_phone_that_dies_leaves_its_last_words()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        var folder = Path.Combine(adb.Folder, "attempt");
        await using (Begin(adb, phone, folder))
        {
            await Eventually.TrueAsync(() => Logcat(folder).Contains("booted"), "first words");
            await File.AppendAllTextAsync(phone.Files.LogFile, "E Phone: battery on fire\n", Stop);
            await Eventually.TrueAsync(() => Logcat(folder).Contains("on fire"), "last words");
            phone.Become(PhoneMode.Gone);
        }

        Assert.Contains("battery on fire", Logcat(folder));
    }

    [Fact]
    public async Task Logcat_goes_on_when_the_phone_comes_back()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        var folder = Path.Combine(adb.Folder, "attempt");
        await using var evidence = Begin(adb, phone, folder);
        await Eventually.TrueAsync(() => Logcat(folder).Contains("booted"), "first words");
        phone.Become(PhoneMode.Gone);
        phone.Become(PhoneMode.Online);
        await adb.ConnectAsync(phone);

        await File.AppendAllTextAsync(phone.Files.LogFile, "I Phone: I am back\n", Stop);

        await Eventually.TrueAsync(() => Logcat(folder).Contains("I am back"), "words after it");
    }

    [Fact]
    public async Task A_failure_leaves_a_screenshot_and_the_calls_to_adb()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        var folder = Path.Combine(adb.Folder, "attempt");
        await using (var evidence = Begin(adb, phone, folder))
        {
            await evidence.Device.RunAsync(["caption", "two\nlines"], stop: Stop);
            await evidence.Device.PullAsync("/sdcard/none", Path.Combine(adb.Folder, "n"), Stop);
            Assert.Null(await evidence.SaveScreenshotAsync(Stop));
        }

        Assert.Equal(
            PhoneFiles.SmallestPng,
            await File.ReadAllBytesAsync(Path.Combine(folder, "screenshot.png"), Stop)
        );
        var log = await File.ReadAllLinesAsync(Path.Combine(folder, "adb.log"), Stop);
        Assert.Matches(
            $@"^\S+Z +\d+ ms exit 0  adb -s {phone.Serial} shell caption 'two\\nlines'; echo ",
            log[0]
        );
        Assert.Matches(@" exit 1  adb .* pull /sdcard/none ", log[1]);
        Assert.Contains("remote object '/sdcard/none'", log[2]);
    }

    [Theory]
    [InlineData(PhoneModeName.Gone)]
    [InlineData(PhoneModeName.Mute)]
    [InlineData(PhoneModeName.Frozen)]
    [InlineData(PhoneModeName.Unauthorized)]
    public async Task Evidence_of_a_phone_in_any_state_takes_bounded_time_and_never_throws(
        PhoneModeName mode
    )
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        var folder = Path.Combine(adb.Folder, "attempt");
        await using (
            var evidence = Begin(
                adb,
                phone,
                folder,
                new AdbLimits { Screenshot = TimeSpan.FromMilliseconds(500) }
            )
        )
        {
            Change(phone, mode);
            Assert.NotNull(await evidence.SaveScreenshotAsync(Stop));
            Assert.NotNull(await evidence.SaveScreenshotAsync(new CancellationToken(true)));
        }

        Assert.False(File.Exists(Path.Combine(folder, "screenshot.png")));
    }

    [Fact]
    public async Task Evidence_without_an_adb_server_takes_bounded_time_and_keeps_what_was_streamed()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        var folder = Path.Combine(adb.Folder, "attempt");
        await using (var evidence = Begin(adb, phone, folder))
        {
            await Eventually.TrueAsync(() => Logcat(folder).Contains("booted"), "first words");
            await adb.KillServerAsync();
            Assert.NotNull(await evidence.SaveScreenshotAsync(Stop));
        }

        Assert.Contains("booted", Logcat(folder));
    }

    [Fact]
    public async Task A_success_leaves_nothing_unless_all_is_kept()
    {
        await using var adb = await AdbSandbox.StartAsync();
        await using var phone = EmulatedPhone.Start();
        await adb.ConnectAsync(phone);
        foreach (var keep in new[] { false, true })
        {
            var folder = Path.Combine(adb.Folder, $"attempt-{keep}");
            await using (
                var evidence = AttemptEvidence.Begin(
                    adb.Client(),
                    phone.Serial,
                    AttemptIn(folder),
                    new EvidenceOptions { KeepOnSuccess = keep }
                )
            )
            {
                await evidence.Device.ProbeAsync(Stop);
                await Eventually.TrueAsync(() => Logcat(folder).Length > 0, "first words");
                evidence.Succeeded();
            }

            Assert.Equal(keep, Directory.Exists(folder));
        }
    }

    [Fact]
    public void A_rolling_file_keeps_the_end_and_stays_in_its_bounds()
    {
        var folder = Directory.CreateTempSubdirectory("rolling-").FullName;
        var path = Path.Combine(folder, "deeper", "logcat.txt");
        string older;
        using (var file = new RollingFile(path, 1000))
        {
            for (var line = 0; line < 1000; line++)
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes($"line {line}\n"));
            }

            older = file.Older;
        }

        var text = File.ReadAllText(older) + (File.Exists(path) ? File.ReadAllText(path) : "");
        Assert.Equal("logcat.1.txt", Path.GetFileName(older));
        Assert.EndsWith("line 998\nline 999\n", text);
        Assert.InRange(text.Length, 400, 1020);
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>What a phone may have become, in words a theory can show.</summary>
    public enum PhoneModeName
    {
        Gone,
        Mute,
        Frozen,
        Unauthorized,
    }

    private static void Change(EmulatedPhone phone, PhoneModeName mode)
    {
        if (mode == PhoneModeName.Frozen)
        {
            phone.Freeze();
        }
        else
        {
            phone.Become(Enum.Parse<PhoneMode>($"{mode}"));
        }
    }

    private static AttemptEvidence Begin(
        AdbSandbox adb,
        EmulatedPhone phone,
        string folder,
        AdbLimits? limits = null
    ) =>
        AttemptEvidence.Begin(
            adb.Client(limits),
            phone.Serial,
            AttemptIn(folder),
            new EvidenceOptions()
        );

    private static Attempt AttemptIn(string folder) =>
        new()
        {
            Id = 1,
            Job = new Job("j1", new JobColumns([KeyValuePair.Create("job_id", "j1")])),
            RunId = 1,
            Pass = 1,
            Worker = 1,
            Number = 1,
            CountedBefore = 0,
            ArtifactFolder = folder,
            Token = "test.1",
        };

    private static string Logcat(string folder)
    {
        var file = Path.Combine(folder, AttemptEvidence.LogcatName);
        return File.Exists(file) ? File.ReadAllText(file) : "";
    }
}
