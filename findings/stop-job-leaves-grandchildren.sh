#!/usr/bin/env bash
# PowerShell 7.6.9 (Linux): what Stop-Job leaves at work.
#
# A thread job that is stopped ends the program that its script had started, and only that one. When
# that is a shell script which called the real worker, the worker goes on, although the job says
# Stopped; whoever starts the job again then has two of them.
#
# Seen:
#   the job is Stopped
#   the shell that the job called is gone
#   the program that the shell called is at work
set -euo pipefail
self=$(readlink -f "$0")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet tool install PowerShell --version 7.6.9 --tool-path tool >install.log || { cat install.log; exit 1; }
cat >post.sh <<'S'
echo $$ >shell.pid
sleep 300 >/dev/null 2>&1 & echo $! >worker.pid
wait
S
cat >stop.ps1 <<'P'
function Test-AtWork([string] $File) {
    $status = "/proc/$(Get-Content $File)/status"
    if ((Test-Path $status) -and -not (Select-String -Path $status -Pattern '^State:\s+Z' -Quiet)) { 'at work' } else { 'gone' }
}
$job = Start-ThreadJob { & sh post.sh }
while (-not (Test-Path worker.pid) -or -not (Get-Content worker.pid)) { Start-Sleep -Milliseconds 100 }
Stop-Job $job
"the job is $($job.State)"
foreach ($try in 1..50) { if ((Test-AtWork shell.pid) -eq 'gone') { break }; Start-Sleep -Milliseconds 100 }
"the shell that the job called is $(Test-AtWork shell.pid)"
"the program that the shell called is $(Test-AtWork worker.pid)"
Stop-Process -Id (Get-Content worker.pid)
P
dotnet "$(find tool/.store -path '*/unix/pwsh.dll')" -NoProfile -NonInteractive -File stop.ps1 2>errors | tee seen
sed -n 's/^#   //p' "$self" | diff - seen && echo "as stated" || { echo "CHANGED"; cat errors; exit 1; }
