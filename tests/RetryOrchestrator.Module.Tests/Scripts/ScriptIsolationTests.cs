namespace RetryOrchestrator.Module.Tests.Scripts;

/// <summary>What one job's script leaves, and whether the next one on its worker meets it.</summary>
public sealed class ScriptIsolationTests : IDisposable
{
    private readonly JobsFolder _folder = new("job_id,account\nv1,anna\nv2,ben\n");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("$left = 1", "$left")]
    [InlineData("$script:left = 1", "$script:left $left $global:left")]
    [InlineData("function f { $script:left = 1 }; f", "$left")]
    [InlineData("Set-Variable left 1 -Scope Script", "$left")]
    [InlineData("Set-Variable left 1 -Scope 1", "$left")]
    [InlineData("function left { 1 }", "$(Get-Command left -ErrorAction Ignore)")]
    [InlineData("function script:left { 1 }", "$(Get-Command left -ErrorAction Ignore)")]
    [InlineData("Set-Alias left Get-Date", "$(Get-Alias left -ErrorAction Ignore)")]
    [InlineData("Set-Alias left Get-Date -Scope Script", "$(Get-Alias left -ErrorAction Ignore)")]
    [InlineData(
        "$null = New-PSDrive left FileSystem / -Scope Script",
        "$(Get-PSDrive left -ErrorAction Ignore)"
    )]
    [InlineData("$ErrorActionPreference = 'Stop'", "$($ErrorActionPreference -eq 'Stop' ? 1 : '')")]
    [InlineData(
        "$script:ErrorActionPreference = 'Stop'",
        "$($ErrorActionPreference -eq 'Stop' ? 1 : '')"
    )]
    [InlineData("Set-StrictMode -Version Latest", "$nowhere")]
    [InlineData("$PSDefaultParameterValues['Get-Date:Year'] = 1999", Defaults)]
    [InlineData("$global:PSDefaultParameterValues['Get-Date:Year'] = 1999", Defaults)]
    [InlineData("$global:PSDefaultParameterValues = @{ 'Get-Date:Year' = 1999 }", Defaults)]
    [InlineData("Write-Error wrong", "$error")]
    [InlineData("& sh -c 'exit 3'", "$LASTEXITCODE")]
    [InlineData(
        "[CultureInfo]::CurrentCulture = [CultureInfo]::InvariantCulture.Clone()",
        "$([CultureInfo]::CurrentCulture.IsReadOnly ? '' : 1)"
    )]
    [InlineData(
        "[CultureInfo]::CurrentUICulture = [CultureInfo]::InvariantCulture.Clone()",
        "$([CultureInfo]::CurrentUICulture.IsReadOnly ? '' : 1)"
    )]
    [InlineData("$null = Register-EngineEvent left -Action { }", Subscribers)]
    [InlineData("$null = Register-EngineEvent left -SupportEvent -Action { }", Subscribers)]
    [InlineData(
        "$t = [Timers.Timer]::new(1000); $null = Register-ObjectEvent $t Elapsed -Action { }",
        Subscribers
    )]
    [InlineData("$null = New-Event left", "$(Get-Event)")]
    [InlineData("$null = Start-Job { Start-Sleep 600 }", "$(Get-Job)")]
    public void What_a_script_leaves_does_not_reach_the_next_account_s(string leave, string look)
    {
        Run($"if ($Job.account -eq 'anna') {{ {leave} }} else {{ \"[{look}]\" }}");

        Assert.Matches(@"^out \| \[ *\]\n$", _folder.Log("v2"));
    }

    [Theory]
    [InlineData("exit 0")]
    [InlineData("exit 1")]
    [InlineData("throw 'x'")]
    [InlineData("continue")]
    [InlineData("break")]
    public void However_it_ends(string end)
    {
        Run(
            "if ($Job.account -eq 'anna') { $script:left = 1; $null = Register-EngineEvent left -Action { }; "
                + "$PSDefaultParameterValues['Get-Date:Year'] = 1999; [CultureInfo]::CurrentCulture = [CultureInfo]::InvariantCulture.Clone(); "
                + $"{end} }} else {{ \"[$left{Subscribers}{Defaults}$([CultureInfo]::CurrentCulture.IsReadOnly ? '' : 1)]\" }}"
        );

        Assert.Equal("out | []\n", _folder.Log("v2"));
    }

    [Fact]
    public void The_values_hold_within_the_script_that_sets_them()
    {
        Run(
            "$PSDefaultParameterValues['Get-Date:Year'] = 1999; $script:n = 1; function f { $script:n++ }; f; "
                + "$c = [CultureInfo]::InvariantCulture.Clone(); $c.NumberFormat.NumberDecimalSeparator = ','; "
                + "[CultureInfo]::CurrentCulture = $c; "
                + "\"$((Get-Date).Year) $script:n $(1.5.ToString())\""
        );

        Assert.Equal("out | 1999 2 1,5\n", _folder.Log("v1"));
    }

    [Fact]
    public void What_is_global_stays_and_so_do_modules_with_what_they_hold()
    {
        _folder.Write(
            "counter.psm1",
            "$script:n = 0; function Get-Next { $script:n++; $script:n }"
        );

        Run(
            "\"$(Get-Module counter) $global:kept\"; Import-Module ./counter.psm1; Get-Next; "
                + "$global:kept = 'kept'; function global:Get-Kept { 1 }"
        );

        Assert.Equal("out |  \nout | 1\n", _folder.Log("v1"));
        Assert.Equal("out | counter kept\nout | 2\n", _folder.Log("v2"));
    }

    private const string Subscribers = "$(Get-EventSubscriber -Force)";
    private const string Defaults =
        "$($PSDefaultParameterValues.Count + $global:PSDefaultParameterValues.Count ? 1 : '')";

    private void Run(string script)
    {
        var run = _folder.Run(
            "Start-OrchestratorRun -MaxPasses 1 -Banner None -Workers 1 -ErrorAction SilentlyContinue "
                + $"-ScriptBlock {{ {script} }}"
        );
        Assert.Null(run.Thrown);
    }
}
