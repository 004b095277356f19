using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Engine.Execution;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Devices.Evidence;

/// <summary>
/// What is left of an attempt on a device in the attempt's folder: <c>logcat.txt</c> (and
/// <c>logcat.1.txt</c> before it), <c>adb.log</c>, and on failure <c>screenshot.png</c>. Nothing
/// here ever fails an attempt.
/// </summary>
internal sealed class AttemptEvidence : IAsyncDisposable
{
    private readonly string _folder;
    private readonly EvidenceOptions _options;
    private readonly RollingFile _logcatFile;
    private readonly LogcatStream _logcat;
    private bool _keep = true;

    private AttemptEvidence(
        AdbClient client,
        string serial,
        Attempt attempt,
        EvidenceOptions options
    )
    {
        _folder = attempt.ArtifactFolder;
        PrepareFolder(attempt);
        _options = options;
        var log = new AdbCallLog(InFolder(AdbLogName), options.AdbLogBytes);
        var adb = client.Options with
        {
            // What a killed run leaves at work is found by the token; so are these calls.
            Environment = new Dictionary<string, string?>(client.Options.Environment)
            {
                [AttemptEnvironment.TokenVariable] = attempt.Token,
            },
            OnCall = call =>
            {
                log.Write(call);
                client.Options.OnCall?.Invoke(call);
            },
        };
        Device = new AdbClient(adb).Device(serial);
        _logcatFile = new RollingFile(InFolder(LogcatName), options.LogcatBytes);
        _logcat = new LogcatStream(adb, serial, _logcatFile);
    }

    /// <summary>The file with the device's log.</summary>
    public const string LogcatName = "logcat.txt";

    /// <summary>The file with the calls to adb.</summary>
    public const string AdbLogName = "adb.log";

    /// <summary>The file with the picture of the screen.</summary>
    public const string ScreenshotName = "screenshot.png";

    /// <summary>The device, its calls noted in this attempt's log. What the attempt does goes through it.</summary>
    public AdbDevice Device { get; }

    /// <summary>Begins: logcat is streamed from now on.</summary>
    /// <param name="client">How adb is called.</param>
    /// <param name="serial">The attempt's device.</param>
    /// <param name="attempt">The attempt.</param>
    /// <param name="options">How much is kept.</param>
    public static AttemptEvidence Begin(
        AdbClient client,
        string serial,
        Attempt attempt,
        EvidenceOptions options
    ) => new(client, serial, attempt, options);

    /// <summary>
    /// Saves a picture of the screen, whatever state the device is in: bounded by
    /// <see cref="AdbLimits.Screenshot"/>, and never throws.
    /// </summary>
    /// <param name="kill">Gives up at once: the run is being ended by force.</param>
    /// <returns>Why there is no picture, or null when there is one.</returns>
    public async Task<FailureEvidence?> SaveScreenshotAsync(CancellationToken kill)
    {
        try
        {
            var result = await Device
                .TakeScreenshotAsync(InFolder(ScreenshotName), kill)
                .ConfigureAwait(false);
            return result.Failure;
        }
        catch (Exception exception)
            when (exception
                    is IOException
                        or UnauthorizedAccessException
                        or OperationCanceledException
            )
        {
            return new FailureEvidence { Message = exception.Message, Exception = exception };
        }
    }

    /// <summary>The attempt succeeded: what was kept for a failure is removed, unless all is kept.</summary>
    public void Succeeded() => _keep = _options.KeepOnSuccess;

    /// <summary>Ends the streaming.</summary>
    public async ValueTask DisposeAsync()
    {
        await _logcat.DisposeAsync().ConfigureAwait(false);
        if (_keep)
        {
            return;
        }

        try
        {
            foreach (
                var file in new[]
                {
                    InFolder(LogcatName),
                    _logcatFile.Older,
                    InFolder(AdbLogName),
                    InFolder(ScreenshotName),
                }
            )
            {
                File.Delete(file);
            }

            if (!Directory.EnumerateFileSystemEntries(_folder).Any())
            {
                Directory.Delete(_folder);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody has it open, or it never was there.
        }
    }

    // With the run's rights, and without what somebody put under the names of the evidence.
    private void PrepareFolder(Attempt attempt)
    {
        try
        {
            attempt.Artifacts.EnsureFolder();
            File.Delete(InFolder(ScreenshotName));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Then there will be no evidence: that fails no attempt.
        }
    }

    private string InFolder(string name) => Path.Combine(_folder, name);
}
