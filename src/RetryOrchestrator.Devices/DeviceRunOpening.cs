using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Devices.Appium;
using RetryOrchestrator.Devices.Flows;
using RetryOrchestrator.Devices.Flows.Reading;
using RetryOrchestrator.Devices.Pool;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Devices;

/// <summary>
/// Puts a run on devices together, and checks before any job starts that it can work: the flow has
/// no faults, adb is there and answers, Appium is there.
/// </summary>
public static class DeviceRunOpening
{
    /// <summary>Reads a flow for a list of jobs.</summary>
    /// <param name="path">The file.</param>
    /// <param name="columns">The list's columns, or null to leave placeholders unchecked.</param>
    /// <exception cref="ConfigurationException">It has faults; each names file, line and remedy.</exception>
    public static Flow ReadFlow(string path, IReadOnlyCollection<string>? columns)
    {
        try
        {
            return FlowReader.Load(path, columns);
        }
        catch (FlowException exception)
        {
            throw ConfigurationException.OfSetting(
                DeviceSettings.FlowPath.Name,
                exception.Problems.Select(problem => problem.ToString()).ToList()
            );
        }
    }

    /// <summary>Finds adb, its devices and Appium.</summary>
    /// <param name="request">What the operator says.</param>
    /// <param name="stop">Gives up.</param>
    /// <exception cref="ConfigurationException">Something is missing; the message says what to do.</exception>
    public static async Task<DeviceRun> OpenAsync(DeviceRunRequest request, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(request);
        var located = AdbLocator.Find(request.AdbPath);
        if (located.Path is not { } program)
        {
            throw ConfigurationException.OfSetting(DeviceSettings.AdbPath.Name, [located.Problem!]);
        }

        var devices = ReadDevices(request.Devices);
        var adb = new AdbClient(new AdbOptions { Program = program, Time = request.Time });
        var accounts = ReadAccounts(request);
        var appium = CreateEndpoint(request, adb);
        var usual = new DevicePoolOptions();
        // A job that waited for a device must still have time to be told that there is none.
        var patience = request.AttemptTimeout * 0.8;
        var pool = await DevicePool
            .OpenAsync(
                adb,
                usual with
                {
                    Devices = devices,
                    Accounts = accounts,
                    LeaseTimeout = patience < usual.LeaseTimeout ? patience : usual.LeaseTimeout,
                    Announce = request.Warn,
                },
                stop
            )
            .ConfigureAwait(false);
        if (!pool.Succeeded)
        {
            throw ConfigurationException.OfSetting(
                DeviceSettings.AdbPath.Name,
                [pool.Failure.Message]
            );
        }

        return new DeviceRun(
            new DeviceRunSettings
            {
                Adb = adb,
                Pool = pool.Value,
                Classifier = request.Classifier,
                Appium = appium,
                Capabilities = request.Capabilities,
                AttemptTimeout = request.AttemptTimeout,
                Time = request.Time,
            }
        );
    }

    /// <summary>The serials of <c>-Device</c>; those that cannot be one are refused together.</summary>
    /// <param name="written">What was written.</param>
    /// <exception cref="ConfigurationException">One of them has a blank inside, say.</exception>
    public static List<string> ReadDevices(IReadOnlyList<string> written)
    {
        var read = written.Select(serial => DeviceSerial.Read(serial, "-Device")).ToList();
        var problems = read.Select(one => one.Problem).OfType<string>().ToList();
        return problems.Count == 0
            ? read.Select(one => one.Serial).Distinct(StringComparer.Ordinal).ToList()
            : throw ConfigurationException.OfSetting(DeviceSettings.Device.Name, problems);
    }

    private static AccountDevices ReadAccounts(DeviceRunRequest request)
    {
        var file = request.AccountDevicePath;
        // One that is to be filled need not be there yet.
        if (file is not null && !request.KeepAccountDevice && !File.Exists(file))
        {
            throw ConfigurationException.OfSetting(
                DeviceSettings.AccountDevicePath.Name,
                [
                    $"'{file}' was not found. Give a CSV file with the columns account and device, "
                        + "or let the run fill it with -KeepAccountDevice.",
                ]
            );
        }

        try
        {
            return AccountDevices.Create(request.AccountDevices, file, request.KeepAccountDevice);
        }
        catch (InvalidDataException exception)
        {
            throw ConfigurationException.OfSetting(
                (
                    file is null ? DeviceSettings.AccountDevice : DeviceSettings.AccountDevicePath
                ).Name,
                exception.Message.Split(Environment.NewLine)
            );
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw ConfigurationException.OfSetting(
                DeviceSettings.AccountDevicePath.Name,
                [$"'{file}' cannot be read: {exception.Message}"]
            );
        }
    }

    private static IAppiumEndpoint? CreateEndpoint(DeviceRunRequest request, AdbClient adb)
    {
        if (request.AppiumUrl is { } text)
        {
            return
                Uri.TryCreate(text, UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https"
                ? new FixedAppiumEndpoint(url, time: request.Time)
                : throw ConfigurationException.OfSetting(
                    DeviceSettings.AppiumUrl.Name,
                    [$"'{text}' is no http address. Write it like http://127.0.0.1:4723."]
                );
        }

        try
        {
            var settings = new AppiumServerSettings
            {
                Installation = AppiumInstallation.Find(request.AppiumHome),
                Environment = AppiumEnvironment.For(
                    adb.Options.Program,
                    adb.Options.Environment,
                    Environment.GetEnvironmentVariable
                ),
                OnPortLeft = port =>
                    StaleForwards.RemoveAsync(adb, null, port, CancellationToken.None),
                Time = request.Time,
            };
            return new AppiumServers(settings, request.Warn);
        }
        catch (AppiumServerException exception)
        {
            return request.NeedsAppium
                ? throw ConfigurationException.OfSetting(
                    DeviceSettings.AppiumHome.Name,
                    [exception.Message]
                )
                : null;
        }
    }
}
