namespace RetryOrchestrator.Host.CommandLine;

/// <summary>What --help says.</summary>
internal static class HelpText
{
    private const string Usage = """
        Runs a cmdlet of the RetryOrchestrator module on a machine without pwsh.

        USAGE
            RetryOrchestrator.Host [--csv | --json] <cmdlet> [parameters]
            RetryOrchestrator.Host [--csv | --json] --command <pipeline>
            RetryOrchestrator.Host --help [<cmdlet> | about_RetryOrchestrator]
            RetryOrchestrator.Host --version

        EXAMPLES
            RetryOrchestrator.Host Start-OrchestratorRun -JobsPath jobs.csv -Simulate
            RetryOrchestrator.Host --csv Start-OrchestratorRun -Command python -ArgumentList post.py,'{account}' > passes.csv
            RetryOrchestrator.Host --json Get-OrchestratorJob -Status failed
            RetryOrchestrator.Host --command 'Get-OrchestratorJob | Where-Object Account -eq anna'

        OPTIONS
            --csv       Objects go to standard output as CSV, all other text to standard error.
            --json      The same as one JSON array.
            --command   All words after it are PowerShell text.
            --help      This text, or the help of a cmdlet.
            --version   The version of the module.

        PARAMETERS
            As in PowerShell: -Name value, -Name:value, -Switch, -Switch:false, and names may be
            shortened. The word after a name is its value even when it begins with a dash, unless
            it is the full name of another parameter; then write -Name:-value. After a lone --
            every word is a value.
            Where a parameter takes a list, commas divide: -ArgumentList a,b. A comma that is
            followed by a space in the same word, stands after a backtick, or in quotes that
            reach the program does not: "'a,b',c" is the list of a,b and c.

        EXIT CODES
            0    all succeeded, or nothing to do
            1    the run is over and failures remain
            2    bad input or configuration
            3    another run is live on the same state
            4    the state could not be read or written
            5    standard output did not take all of the data of --csv or --json
            6    the run is over and jobs are uncertain: they may have been done
            130  stopped by Ctrl+C, SIGTERM or Stop-OrchestratorRun; the next start resumes
        """;

    /// <summary>The text, with the names of the module's cmdlets.</summary>
    public static string With(IEnumerable<string> cmdlets) =>
        $"{Usage}\n\nCMDLETS\n{string.Join('\n', cmdlets.Select(name => $"    {name}"))}";
}
