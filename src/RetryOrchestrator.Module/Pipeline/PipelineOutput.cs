using System.Management.Automation;
using System.Management.Automation.Host;
using System.Runtime.ExceptionServices;
using RetryOrchestrator.Engine.Rendering;

namespace RetryOrchestrator.Module.Pipeline;

/// <summary>
/// What a run writes to PowerShell's streams. Only the pipeline's own thread may: every call
/// proves it.
/// </summary>
/// <remarks>
/// A pipeline that PowerShell itself is stopping (Ctrl+C in pwsh) takes nothing more on its
/// streams. What the operator must still see, such as the summary of the pass that was cut off,
/// then goes straight to the host's screen. A screen that takes nothing (a terminal that is gone), or
/// a redirection to a full disk, is no reason to end a run: what does not get there is left out.
/// </remarks>
internal sealed class PipelineOutput(Cmdlet cmdlet, PSHost host)
{
    private const int WidthOfFiles = 80;

    private const string PipelineEnded =
        "The commands after this one take no more: the run is stopped.";

    private readonly int _pipelineThread = Environment.CurrentManagedThreadId;
    private ExceptionDispatchInfo? _lost;
    private bool _cutOff;
    private bool _stopped;
    private volatile bool _isShowing;

    /// <summary>Whether the screen did not take what was written last.</summary>
    public bool IsBlind { get; private set; }

    /// <summary>
    /// Whether something for the operator is on its way to the screen at this moment. Safe to ask from
    /// every thread.
    /// </summary>
    public bool IsShowing => _isShowing;

    /// <summary>
    /// The columns of the screen, where there is one that says so; else as many as frames take.
    /// </summary>
    public int Columns
    {
        get
        {
            // pwsh tells of its terminal even where the lines go to a file.
            if (host.Name == "ConsoleHost" && Console.IsOutputRedirected)
            {
                return WidthOfFiles;
            }

            try
            {
                return host.UI?.RawUI?.BufferSize.Width is > 0 and var columns
                    ? columns
                    : WidthOfFiles;
            }
            catch (Exception exception)
                when (exception is IOException or HostException or NotImplementedException)
            {
                return WidthOfFiles;
            }
        }
    }

    /// <summary>An object for the next command.</summary>
    /// <exception cref="PipelineStoppedException">The next command wants no more.</exception>
    public void Object(object value)
    {
        Check();
        if (_stopped || _cutOff)
        {
            return;
        }

        try
        {
            _cutOff = !Reaches(() => cmdlet.WriteObject(value));
        }
        catch (PipelineStoppedException) when (!ScreenTakes(PipelineEnded))
        {
            // Objects are shown on that screen too, and it ended what shows them. PowerShell says so
            // when the run is over.
            _cutOff = true;
        }
    }

    /// <summary>
    /// Lines for the operator: information records that the host shows without any preference
    /// set, one a line.
    /// </summary>
    public void Block(RenderedBlock? block)
    {
        Check();
        if (block is null)
        {
            return;
        }

        string[] tags = [.. block.Tags, "PSHOST"];
        // The console host breaks its lines itself.
        int? columns = host.Name == "ConsoleHost" && !Console.IsOutputRedirected ? Columns : null;
        foreach (var line in block.Lines)
        {
            var shown = new OperatorLine(line, columns);
            Write(() => cmdlet.WriteInformation(shown, tags));
            if (_stopped)
            {
                ScreenTakes(shown.Message);
            }
        }
    }

    /// <summary>Progress.</summary>
    public void Progress(ProgressRecord record) => Write(() => cmdlet.WriteProgress(record));

    /// <summary>A line an attempt, for <c>-Verbose</c>.</summary>
    public void Verbose(string line) => Write(() => cmdlet.WriteVerbose(line));

    /// <summary>Something the operator should know.</summary>
    public void Warning(string message) => Write(() => cmdlet.WriteWarning(message));

    /// <summary>A non-terminating error.</summary>
    public void Error(ErrorRecord error) => Write(() => cmdlet.WriteError(error));

    /// <summary>What a method of the cmdlet returns that writes something besides.</summary>
    /// <param name="method">The method.</param>
    /// <param name="otherwise">What it is taken to return when that could not be written.</param>
    public bool Says(Func<bool> method, bool otherwise)
    {
        var answer = otherwise;
        Reaches(() => answer = method());
        return answer;
    }

    /// <summary>Now that the run is over, says what kept a redirection from taking everything.</summary>
    public void ThrowIfLost() => _lost?.Throw();

    private void Write(Action write)
    {
        Check();
        if (_stopped)
        {
            return;
        }

        _isShowing = true;
        try
        {
            Reaches(write);
        }
        catch (PipelineStoppedException)
        {
            _stopped = true;
        }
        finally
        {
            _isShowing = false;
        }
    }

    private bool ScreenTakes(string line) => Reaches(() => host.UI?.WriteLine(line));

    private bool Reaches(Action write)
    {
        try
        {
            write();
            IsBlind = false;
            return true;
        }
        catch (Exception exception) when (exception is IOException or HostException)
        {
            // The screen; the next line may get there again.
            IsBlind = true;
        }
        catch (Exception exception) when (IsOfRedirection(exception))
        {
            _lost ??= ExceptionDispatchInfo.Capture(exception);
        }

        return false;
    }

    // PowerShell writes the file by a command of its own. Once that has failed, it knows no better
    // than to trip over it with each further line.
    private bool IsOfRedirection(Exception exception) =>
        exception is CmdletInvocationException { InnerException: IOException }
        || (_lost is not null && exception is NullReferenceException);

    private void Check()
    {
        if (Environment.CurrentManagedThreadId != _pipelineThread)
        {
            throw new InvalidOperationException(
                "Written from a thread that is not the pipeline's."
            );
        }
    }
}
