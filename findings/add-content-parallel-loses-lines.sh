#!/usr/bin/env bash
# PowerShell 7.6.9 (Linux): lines that several runspaces add to one file.
#
# Add-Content from branches of ForEach-Object -Parallel, to one file, now and then loses a line,
# without an error or a warning. It looks up the file's length when it has opened it, and writes
# there (pwrite64 at an offset, no O_APPEND); two that do so at once write to the same place, and one
# line covers the other. Of lines of one length nothing is left to see it by; of others the longer
# may leave its end behind. A log of what was done that is kept in this way is short by some lines in
# thousands, and what is counted by it is done again. One after the other nothing is lost.
#
# Seen:
#   one after the other: 4000 of 4000 lines, 0 errors
#   eight at once, lines of one length: lines were lost, 0 errors, 0 broken lines, 0 lines twice
#   eight at once into a folder that is not there: 8 errors
set -euo pipefail
self=$(readlink -f "$0")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet tool install PowerShell --version 7.6.9 --tool-path tool >install.log || { cat install.log; exit 1; }
cat >add.ps1 <<'P'
foreach ($branch in 1..8) {
    foreach ($n in 1..500) { Add-Content one.log ('{0}-{1:000}' -f $branch, $n) -ErrorVariable +alone }
}
"one after the other: $(@(Get-Content one.log).Count) of 4000 lines, $($alone.Count) errors"
$failed = $broken = $twice = 0
$lost = $false
# Chance decides; most rounds lose some ten of 4,000.
for ($round = 1; $round -le 20 -and -not $lost; $round++) {
    1..8 | ForEach-Object -ThrottleLimit 8 -ErrorVariable errors -Parallel {
        foreach ($n in 1..500) { Add-Content many.log ('{0}-{1:000}' -f $_, $n) }
    }
    $lines = @(Get-Content many.log)
    $failed += $errors.Count
    $broken += @($lines -notmatch '^\d-\d{3}$').Count
    $twice += $lines.Count - @($lines | Sort-Object -Unique).Count
    $lost = $lines.Count -gt 0 -and $lines.Count -lt 4000
    Remove-Item many.log
}
"eight at once, lines of one length: $($lost ? 'lines were lost' : 'nothing was lost'), $failed errors, $broken broken lines, $twice lines twice"
# An error of a branch would be counted.
1..8 | ForEach-Object -ThrottleLimit 8 -ErrorVariable errors -Parallel { Add-Content no/folder.log $_ }
"eight at once into a folder that is not there: $($errors.Count) errors"
P
dotnet "$(find tool/.store -path '*/unix/pwsh.dll')" -NoProfile -NonInteractive -File add.ps1 2>errors | tee seen
sed -n 's/^#   //p' "$self" | diff - seen && echo "as stated" || { echo "CHANGED"; cat errors; exit 1; }
