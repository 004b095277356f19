@{
    ModuleVersion        = '1.0.0'
    GUID                 = '80ee3811-c420-4731-8903-563b319ae0ab'
    Author               = 'The RetryOrchestrator contributors'
    Copyright            = '(c) The RetryOrchestrator contributors'
    Description          = 'Runs a long list of jobs on parallel workers, in retry passes, until every job that can succeed has.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')

    # First what says that a checkout is not built; then the loader, before the root module: it
    # gives what that depends on a load context of its own, so that its libraries never meet those
    # of other modules.
    NestedModules        = @('RetryOrchestrator.Built.psm1', 'bin/RetryOrchestrator.Loader.dll')
    RootModule           = 'bin/deps/RetryOrchestrator.Module.dll'

    # Beside the manifest and not in bin/: PowerShell looks for them before anything else.
    FormatsToProcess     = @('RetryOrchestrator.Format.ps1xml')
    TypesToProcess       = @('RetryOrchestrator.Types.ps1xml')
    CmdletsToExport      = @(
        'Get-OrchestratorDevice'
        'Get-OrchestratorJob'
        'Get-OrchestratorStatus'
        'Get-RetryPassSummary'
        'Reset-OrchestratorJob'
        'Resolve-OrchestratorFailure'
        'Set-OrchestratorCheckpoint'
        'Start-OrchestratorRun'
        'Stop-OrchestratorRun'
        'Test-OrchestratorFlow'
        'Write-OrchestratorFailure'
    )
    FunctionsToExport    = @()
    VariablesToExport    = @()
    AliasesToExport      = @()

    PrivateData          = @{
        PSData = @{
            Tags = @('Retry', 'Jobs', 'Parallel', 'Workers', 'Automation', 'Android', 'Appium', 'ADB', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
        }
    }
}
