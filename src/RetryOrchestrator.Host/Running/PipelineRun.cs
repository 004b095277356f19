using System.Management.Automation;
using RetryOrchestrator.Host.CommandLine;
using RetryOrchestrator.Host.Data;
using RetryOrchestrator.Host.Display;

namespace RetryOrchestrator.Host.Running;

/// <summary>One pipeline from its first object to the exit code.</summary>
internal sealed class PipelineRun(ConsoleText console, StopRequests stop)
{
    private readonly List<string> _errorIds = [];

    /// <summary>Runs what the shell holds and writes what comes out.</summary>
    public ExitCode Run(PowerShell shell)
    {
        IDataWriter? data = console.Format switch
        {
            DataFormat.Csv => new CsvDataWriter(console.Data),
            DataFormat.Json => new JsonDataWriter(console.Data),
            _ => null,
        };
        if (data is null)
        {
            shell.AddCommand("Out-Default");
        }

        // Both are raised on the pipeline's thread, in the order in which things happen.
        shell.Streams.Error.DataAdded += (_, _) =>
        {
            foreach (var error in shell.Streams.Error.ReadAll())
            {
                Report(error);
            }
        };
        using var output = new PSDataCollection<PSObject>();
        output.DataAdded += (_, _) =>
        {
            foreach (var item in output.ReadAll())
            {
                console.WriteData(() => data?.Write(item));
            }
        };

        try
        {
            stop.Run(shell, () => shell.Invoke(null, output, null));
        }
        catch (PipelineStoppedException)
        {
            // Asked for; the exit code says so.
        }
        catch (RuntimeException exception)
        {
            Report(exception.ErrorRecord);
        }
        finally
        {
            console.EndProgress();
            console.WriteData(() => data?.End());
        }

        if (stop.Requested && ModuleRuns.NoneBegan && IsToRun(shell))
        {
            console.Alert("Stopped before the run began: nothing was run.", Palette.Warning);
        }

        // That the state could not be written goes before the stop: not everything is recorded.
        var code = ExitCodes.Of(_errorIds);
        code = stop.Requested && code != ExitCode.StateFault ? ExitCode.Stopped : code;
        return console.OutputFailure is { } failure ? WithLoss(code, failure, data) : code;
    }

    private static bool IsToRun(PowerShell shell) =>
        shell.Commands.Commands.Any(command =>
            command.CommandText.Contains(
                "Start-OrchestratorRun",
                StringComparison.OrdinalIgnoreCase
            )
        );

    // Views and messages on a full disk are a log that ends early; the verdict stays the run's.
    private ExitCode WithLoss(ExitCode code, string failure, IDataWriter? data)
    {
        var what = data is null ? "what was shown there" : "the data";
        console.Alert(
            $"Standard output could not be written ({failure}): {what} is not complete.",
            Palette.Error
        );
        return data is not null && code is ExitCode.Done ? ExitCode.OutputLost : code;
    }

    private void Report(ErrorRecord error)
    {
        _errorIds.Add(ExitCodes.IdOf(error));
        console.Alert(ErrorText.Of(error), Palette.Error);
    }
}
