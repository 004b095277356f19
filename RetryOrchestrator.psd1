@{
    ModuleVersion        = '1.0.0'
    GUID                 = '80ee3811-c420-4731-8903-563b319ae0ab'
    Author               = 'The RetryOrchestrator contributors'
    Copyright            = '(c) The RetryOrchestrator contributors'
    Description          = 'Runs a long list of jobs on parallel workers, in retry passes, until every job that can succeed has.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')

    # The loader comes first: it gives what the root module depends on a load context of its own,
    # so that its libraries never meet those of other modules.
    NestedModules        = @('bin/RetryOrchestrator.Loader.dll')
    RootModule           = 'bin/deps/RetryOrchestrator.Module.dll'

    FormatsToProcess     = @('bin/RetryOrchestrator.Format.ps1xml')
    CmdletsToExport      = @(
        'Get-OrchestratorDevice'
        'Get-OrchestratorJob'
        'Get-OrchestratorStatus'
        'Get-RetryPassSummary'
        'Reset-OrchestratorJob'
        'Resolve-OrchestratorFailure'
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
