# The manifest loads this before anything that only a build makes, so that a fresh checkout is told
# what it lacks and not which of its files is missing.
foreach ($built in 'bin/RetryOrchestrator.Loader.dll', 'bin/deps/RetryOrchestrator.Module.dll') {
    if (-not [System.IO.File]::Exists("$PSScriptRoot/$built")) {
        throw "RetryOrchestrator is not built yet in '$PSScriptRoot'. Build it there first: dotnet build Orchestrator.sln"
    }
}
