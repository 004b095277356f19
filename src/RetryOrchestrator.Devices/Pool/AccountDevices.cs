using CsvHelper;
using RetryOrchestrator.Devices.Adb;
using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Jobs;

namespace RetryOrchestrator.Devices.Pool;

/// <summary>
/// Which account belongs to which device. Thread-safe.
/// </summary>
/// <remarks>
/// The file is a CSV with the columns <c>account</c> and <c>device</c>. What is learned (an
/// account keeps the device it used first) is written to it at once, whole and renamed into place.
/// </remarks>
public sealed class AccountDevices
{
    private readonly object _lock = new();
    private readonly SortedDictionary<string, string> _devices = new(StringComparer.Ordinal);
    private readonly bool _learn;
    private readonly string? _file;

    private AccountDevices(bool learn, string? file)
    {
        _learn = learn;
        _file = file;
    }

    /// <summary>No account is bound to anything.</summary>
    public static AccountDevices None { get; } = new(learn: false, file: null);

    /// <summary>Bindings from a table, a file or both; the table beats the file.</summary>
    /// <param name="bindings">Account to serial.</param>
    /// <param name="file">The file; one that is not there is empty, and is made when something is learned.</param>
    /// <param name="learn">Whether an account without a device keeps the first one it used.</param>
    /// <exception cref="InvalidDataException">
    /// The file or the table has faults; the message names all of them, those of the file with their
    /// lines.
    /// </exception>
    public static AccountDevices Create(
        IReadOnlyDictionary<string, string> bindings,
        string? file,
        bool learn
    )
    {
        var result = new AccountDevices(learn, file);
        if (file is not null && File.Exists(file))
        {
            result.Read(file);
        }

        var faults = new List<string>();
        foreach (var (account, written) in Named(bindings))
        {
            var (serial, problem) = DeviceSerial.Read(
                written,
                $"-AccountDevice, account '{account}'"
            );
            result._devices[account] = serial;
            faults.AddRange(problem is null ? [] : [problem]);
        }

        return faults.Count == 0
            ? result
            : throw new InvalidDataException(string.Join(Environment.NewLine, faults));
    }

    // Accounts as lists of jobs have them. Two that come to the same are no table.
    private static Dictionary<string, string> Named(IReadOnlyDictionary<string, string> bindings)
    {
        var named = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (account, serial) in bindings)
        {
            var name = NameOf(account);
            if (!named.TryAdd(name, serial))
            {
                throw new InvalidDataException(
                    $"AccountDevice has account '{name}' twice, once written "
                        + $"'{InvisibleText.Reveal(account)}'; keep one."
                );
            }
        }

        return named;
    }

    private static string NameOf(string account) => NameText.Of(account).Trim();

    /// <summary>The device of an account, or null.</summary>
    public string? Of(string? account)
    {
        lock (_lock)
        {
            return account is null ? null : _devices.GetValueOrDefault(account);
        }
    }

    /// <summary>How many accounts a device has.</summary>
    public int CountOf(string serial)
    {
        lock (_lock)
        {
            return _devices.Values.Count(device => device == serial);
        }
    }

    /// <summary>An account used a device: from now on it is its own, if accounts keep theirs.</summary>
    /// <returns>What went wrong with the file, or null. The binding holds for this run in any case.</returns>
    public string? Used(string? account, string serial)
    {
        lock (_lock)
        {
            if (!_learn || account is null || !_devices.TryAdd(account, serial) || _file is null)
            {
                return null;
            }

            try
            {
                Write(_file);
                return null;
            }
            catch (Exception exception)
                when (exception is IOException or UnauthorizedAccessException)
            {
                return $"Which device account '{account}' keeps was not written to {_file}: "
                    + exception.Message;
            }
        }
    }

    private void Read(string file)
    {
        if (InputFile.Obstacle(file) is { } obstacle)
        {
            throw new InvalidDataException($"{file} {obstacle}.");
        }

        using var stream = InputFile.Open(file);
        using var csv = CsvReader.Create(stream, ReadOptions, leaveOpen: true);
        var header = csv.Read() ? FieldsOf(csv) : [];
        var (account, device) = (ColumnOf(header, "account"), ColumnOf(header, "device"));
        if (account < 0 || device < 0)
        {
            throw new InvalidDataException(
                $"{file}, line 1: the columns 'account' and 'device' are needed."
            );
        }

        var faults = new List<string>();
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        while (csv.Read())
        {
            if (Take(FieldsOf(csv), account, device, csv.LineNumber, lines) is { } fault)
            {
                faults.Add($"{file}, line {csv.LineNumber}: {fault}");
            }
        }

        if (faults.Count > 0)
        {
            throw new InvalidDataException(string.Join(Environment.NewLine, faults));
        }
    }

    private string? Take(
        string[] fields,
        int account,
        int device,
        long line,
        Dictionary<string, long> lines
    )
    {
        if (fields.All(string.IsNullOrWhiteSpace))
        {
            return null;
        }

        var name = NameOf(Field(account));
        var (serial, problem) = DeviceSerial.Read(Field(device), "device");
        if (name.Length == 0 || serial.Length == 0)
        {
            return "account or device is blank.";
        }

        if (problem is not null)
        {
            return problem;
        }

        if (!lines.TryAdd(name, line))
        {
            return $"account '{name}' is there twice, first in line {lines[name]}; keep one.";
        }

        _devices[name] = serial;
        return null;

        string Field(int column) => column < fields.Length ? fields[column].Trim() : "";
    }

    private void Write(string file)
    {
        var temporary = $"{file}.{Environment.ProcessId}.tmp";
        using (var stream = OutputFile.Create(temporary, FileRights.OfJobs(file)))
        using (var csv = CsvWriter.Create(stream, new CsvWriterOptions { NewLine = "\n" }, true))
        {
            WriteRecord(csv, "account", "device");
            foreach (var (account, device) in _devices)
            {
                WriteRecord(csv, account, device);
            }
        }

        File.Move(temporary, file, overwrite: true);
    }

    private static void WriteRecord(CsvWriter csv, string account, string device)
    {
        csv.WriteField(account);
        csv.WriteField(device);
        csv.EndRecord();
    }

    private static string[] FieldsOf(CsvReader csv) =>
        Enumerable.Range(0, csv.FieldCount).Select(index => csv.GetString(index)).ToArray();

    private static int ColumnOf(string[] header, string name) =>
        Array.FindIndex(
            header,
            column => column.Trim().Equals(name, StringComparison.OrdinalIgnoreCase)
        );

    private static readonly CsvReaderOptions ReadOptions = new()
    {
        HasHeader = false,
        TrackLineNumbers = true,
    };
}
