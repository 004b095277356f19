#!/usr/bin/env bash
# PowerShell 7.6.9 (Linux): what becomes of a job whose script a stray `break` cuts short.
#
# `break` and `continue` outside of any loop look for a loop in the callers. In a thread job, a
# process job and a branch of ForEach-Object -Parallel there is none, so the script ends there: the
# rest is not run, the state is Completed, and there is no error. A script that was cut out of a
# loop, or a function that is called from one by day and from a job by night, is done by halves and
# counts as done. `return` is the word for leaving a script.
#
# Seen:
#   Start-ThreadJob, break: Completed, 0 errors, said: before
#   Start-ThreadJob, continue: Completed, 0 errors, said: before
#   Start-Job, break: Completed, 0 errors, said: before
#   ForEach-Object -Parallel, break in the second of three: Completed Completed Completed, said: before 1 after 1 before 2 before 3 after 3
set -euo pipefail
self=$(readlink -f "$0")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet tool install PowerShell --version 7.6.9 --tool-path tool >install.log || { cat install.log; exit 1; }
cat >break.ps1 <<'P'
function Show-Job([string] $Name, $Job) {
    $null = Wait-Job $Job
    $said = Receive-Job $Job -ErrorVariable errors
    "${Name}: $($Job.State), $($errors.Count) errors, said: $($said -join ' ')"
}
Show-Job 'Start-ThreadJob, break' (Start-ThreadJob { 'before'; break; 'after' })
Show-Job 'Start-ThreadJob, continue' (Start-ThreadJob { 'before'; continue; 'after' })
Show-Job 'Start-Job, break' (Start-Job { 'before'; break; 'after' })
$job = 1..3 | ForEach-Object -AsJob -ThrottleLimit 1 -Parallel { "before $_"; if ($_ -eq 2) { break }; "after $_" }
$null = Wait-Job $job
"ForEach-Object -Parallel, break in the second of three: $($job.ChildJobs.State), said: $(@($job.ChildJobs | ForEach-Object { Receive-Job $_ }) -join ' ')"
P
dotnet "$(find tool/.store -path '*/unix/pwsh.dll')" -NoProfile -NonInteractive -File break.ps1 2>errors | tee seen
sed -n 's/^#   //p' "$self" | diff - seen && echo "as stated" || { echo "CHANGED"; cat errors; exit 1; }
