using System.Management.Automation;
using System.Management.Automation.Runspaces;
using RetryOrchestrator.Host.Binding;
using RetryOrchestrator.Host.CommandLine;

namespace RetryOrchestrator.Host.Tests.Binding;

/// <summary>Words bound to a cmdlet and run by the real engine.</summary>
public sealed class CommandBinderTests : IDisposable
{
    private readonly Runspace _runspace;

    public CommandBinderTests()
    {
        var state = InitialSessionState.CreateDefault2();
        state.Commands.Add(
            new SessionStateCmdletEntry("Test-Binding", typeof(TestBindingCommand), null)
        );
        state.Commands.Add(
            new SessionStateCmdletEntry("Test-Places", typeof(TestPlacesCommand), null)
        );
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
    }

    public void Dispose() => _runspace.Dispose();

    [Theory]
    [InlineData("-Path=jobs.csv", "-Path", "jobs.csv")]
    [InlineData("-Path=jobs.csv", "-path:jobs.csv")]
    [InlineData("-Path=jobs.csv", "-Path:", "jobs.csv")]
    [InlineData("-Path=C:\\jobs.csv", "-Path", "C:\\jobs.csv")]
    [InlineData("-Path=jobs.csv", "-JobsFile", "jobs.csv")]
    [InlineData("-Workers=3", "-Work", "3")]
    [InlineData("-Seconds=1.5", "-Seconds", "1.5")]
    [InlineData("-Seconds=-1", "-Seconds", "-1")]
    [InlineData("-Delay=00:00:30", "-Delay", "0:0:30")]
    [InlineData("-Day=Friday", "-Day", "friday")]
    [InlineData("-Fast=True", "-Fast")]
    [InlineData("-Fast=False", "-Fast:$false")]
    [InlineData("-Fast=False", "-Fast:false")]
    [InlineData("-Fast=True -Path=x", "-Fast", "-Path", "x")]
    [InlineData("-List=a|b", "-List", "a,b")]
    [InlineData("-List=a|b|c", "-List", "a,", "b", ",c")]
    [InlineData("-List=--json|-Workers", "-List", "--json,-Workers")]
    [InlineData("-Path=a,b", "-Path", "a,b")]
    [InlineData("-Path=--csv", "-Path", "--csv")]
    [InlineData("-Path=-dash", "-Path", "-dash")]
    [InlineData("-Path=-Fast", "-Path:-Fast")]
    [InlineData("-Path=first -List=a|b", "first", "a,b")]
    [InlineData("-Path=-first", "--", "-first")]
    [InlineData("-Path=x -List=a|b", "-Path", "x", "a,b")]
    [InlineData("-Path=$(Get-Date) ; exit", "-Path", "$(Get-Date) ; exit")]
    [InlineData("-Path=it's \"so\" `n", "-Path", "it's \"so\" `n")]
    [InlineData("-Script= 1 + 1 ", "-Script", "{ 1 + 1 }")]
    [InlineData("-Script=1 + 1", "-Script", "1 + 1")]
    public void Words_reach_the_cmdlet_as_the_values_that_were_typed(
        string bound,
        params string[] words
    ) => Assert.Equal(bound, Run(words));

    [Theory]
    [InlineData(": jobs.csv", "jobs.csv")]
    [InlineData(": my list.csv", "my list.csv")]
    [InlineData(": my,list.csv", "my,list.csv")]
    [InlineData(": my, list.csv", "my, list.csv")]
    [InlineData(": 7,list.csv", "7,list.csv")]
    [InlineData(": it's.csv", "it's.csv")]
    [InlineData("2:", "2")]
    [InlineData("1|2:", "1,2")]
    [InlineData("1|2:", "1,", "2")]
    [InlineData("2: my,list.csv", "2", "my,list.csv")]
    [InlineData("1|2: jobs.csv", "1,2", "jobs.csv")]
    [InlineData("1: my,list.csv", "-Pass", "1", "my,list.csv")]
    [InlineData("1|2: my,list.csv", "my,list.csv", "-Pass", "1,2")]
    public void A_path_in_the_place_of_numbers_is_the_path(string bound, params string[] words) =>
        Assert.Equal(bound, Run("Test-Places", words));

    [Theory]
    [InlineData("-Path needs a value", "-Path")]
    [InlineData("write '-Path:-Fast'", "-Path", "-Fast")]
    [InlineData("write '-Path:-jobsfile'", "-Path", "-jobsfile")]
    [InlineData("takes true or false, not 'maybe'", "-Fast:maybe")]
    [InlineData("use --command", "-Table", "@{a=1}")]
    [InlineData("no option '--fast'", "--fast")]
    [InlineData("one of --csv and --json", "--csv", "--json")]
    public void A_word_that_fits_nowhere_is_named_with_the_remedy(
        string remedy,
        params string[] words
    )
    {
        var fault = Assert.Throws<UsageException>(() => Run(words));

        Assert.Contains(remedy, fault.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("-Nope", "1")]
    [InlineData("-Wo", "1", "-Workers", "2")]
    [InlineData("-Workers", "many")]
    [InlineData("-D", "1")]
    public void What_PowerShell_refuses_to_bind_is_its_own_error(params string[] words) =>
        Assert.ThrowsAny<ParameterBindingException>(() => Run(words));

    [Fact]
    public void The_options_of_the_host_may_stand_among_the_parameters()
    {
        var bound = new CommandBinder(Command("Test-Binding"), new HostOptions()).Bind([
            "-Fast",
            "--json",
            "-?",
        ]);

        Assert.Equal(DataFormat.Json, bound.Options.Format);
        Assert.True(bound.Options.Help);
        Assert.Equal("Fast", Assert.Single(bound.Arguments).Name);
    }

    private string Run(string[] words) => Run("Test-Binding", words);

    private string Run(string name, string[] words)
    {
        var command = Command(name);
        using var shell = PowerShell.Create(_runspace);
        shell.AddCommand(command);
        foreach (
            var argument in new CommandBinder(command, new HostOptions()).Bind(words).Arguments
        )
        {
            _ = argument.Name is null
                ? shell.AddArgument(argument.Value)
                : shell.AddParameter(argument.Name, argument.Value);
        }

        return Assert.Single(shell.Invoke<string>());
    }

    private CommandInfo Command(string name) =>
        _runspace.SessionStateProxy.InvokeCommand.GetCommand(name, CommandTypes.Cmdlet);
}
