using System.ComponentModel;
using System.Diagnostics;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// A program that .NET starts, with pipes in place of a terminal: the tools that the product itself runs
/// (adb, Appium, ps), and where <see cref="Starting.PosixSpawn"/> is not to be had those of jobs. Disposed
/// of, it is let go of: it does not end for that.
/// </summary>
public sealed class ChildProcess : IDisposable
{
    private Task? _exited;

    private ChildProcess(Process process) => Process = process;

    /// <summary>Its process id.</summary>
    public int Id => Process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => Process.HasExited;

    /// <summary>Its exit code, once it has ended; 128 and the signal's number if one ended it.</summary>
    public int ExitCode => Process.ExitCode;

    /// <summary>Completes when it has ended.</summary>
    public Task Exited => _exited ??= Process.WaitForExitAsync(CancellationToken.None);

    /// <summary>What writes to its standard input.</summary>
    public Stream Input => Process.StandardInput.BaseStream;

    /// <summary>What reads its standard output.</summary>
    public Stream Output => Process.StandardOutput.BaseStream;

    /// <summary>What reads its standard error.</summary>
    public Stream Error => Process.StandardError.BaseStream;

    /// <summary>What .NET knows of it.</summary>
    internal Process Process { get; }

    /// <summary>Starts a program.</summary>
    /// <param name="program">Its path, or a name that is looked for on <c>PATH</c>.</param>
    /// <param name="arguments">Its arguments, as they are: no shell reads them.</param>
    /// <param name="environment">
    /// Variables beside those of this process, or in their place; null takes one away.
    /// </param>
    /// <param name="workingDirectory">The folder it runs in; empty for that of this process.</param>
    /// <exception cref="Win32Exception">The system will not; its error code says why.</exception>
    public static ChildProcess Start(
        string program,
        IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        string workingDirectory = ""
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return new ChildProcess(Process.Start(start)!);
    }

    /// <summary>
    /// Marks it, and what it starts from then on, as a token's: a later start finds that again when this
    /// process dies (<see cref="InheritedMark"/>).
    /// </summary>
    /// <param name="token">The token, which its environment holds too.</param>
    public void Mark(string token) => InheritedMark.Put(Id, InheritedMark.Of(token));

    /// <summary>Closes its standard input. That it has ended already is no error.</summary>
    public void CloseInput()
    {
        try
        {
            Process.StandardInput.Close();
        }
        catch (IOException)
        {
            // Nobody reads what was not written yet.
        }
    }

    /// <summary>Hands on each line of one of its pipes, and completes at the pipe's end.</summary>
    /// <param name="pipe"><see cref="Output"/> or <see cref="Error"/>.</param>
    /// <param name="take">Takes a line; called from any thread, one at a time.</param>
    public static async Task ReadLinesAsync(Stream pipe, Action<string> take)
    {
        using var reader = new StreamReader(pipe);
        try
        {
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                take(line);
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException)
        {
            // It has gone, or was let go of.
        }
    }

    /// <summary>Ends it by force, with all it started. That it has ended already is no error.</summary>
    public void Kill()
    {
        try
        {
            Process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Process.Dispose();
}
