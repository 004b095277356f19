#!/usr/bin/env pwsh
<#
.SYNOPSIS
    Builds, tests or packages the module. Each task is one dotnet command, shown as it runs.
.EXAMPLE
    ./build.ps1
    Leaves RetryOrchestrator.psd1 importable.
.EXAMPLE
    ./build.ps1 Test
    Runs all tests, those of Pester among them.
.EXAMPLE
    ./build.ps1 Package
    Makes artifacts/RetryOrchestrator/<version>/, a zip of it and the package for a module feed.
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Package')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'

function Invoke-DotNet {
    Write-Host "dotnet $args" -ForegroundColor Cyan
    & dotnet @args
    if ($LASTEXITCODE -ne 0) {
        throw "dotnet $($args[0]) ended with exit code $LASTEXITCODE."
    }
}

Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' {
            Invoke-DotNet build Orchestrator.sln -c $Configuration
        }
        'Test' {
            Invoke-DotNet test Orchestrator.sln -c $Configuration
        }
        'Package' {
            Invoke-DotNet build src/RetryOrchestrator.Module -c $Configuration '-t:PackageModule'
        }
    }
}
finally {
    Pop-Location
}
