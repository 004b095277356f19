#!/usr/bin/env bash
# PowerShell 7.6.9: a number that goes through Export-Csv and Import-Csv in one session, unchanged.
#
# Export-Csv and ConvertTo-Csv write numbers by the session's culture; what reads them back, a cast
# or arithmetic, takes every text by the invariant culture, in which a comma groups thousands. Under
# a German, French or Spanish culture 62.5 therefore comes back as 625, without a warning. Dates are
# no better: 3 December 2026 is written day first and read month first. ConvertTo-Json writes the
# same objects the same way everywhere.
#
# Seen:
#   en-US: 62.5 is written 62.5 and read 62.5
#   en-US: 2026-12-03 is written 12/3/2026 12:00:00 AM and read 2026-12-03
#   de-DE: 62.5 is written 62,5 and read 625
#   de-DE: 2026-12-03 is written 03.12.2026 00:00:00 and read 2026-03-12
#   json under de-DE: {"Rate":62.5,"At":"2026-12-03T00:00:00"}
set -euo pipefail
self=$(readlink -f "$0")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet tool install PowerShell --version 7.6.9 --tool-path tool >install.log || { cat install.log; exit 1; }
cat >trip.ps1 <<'P'
$row = [pscustomobject]@{ Rate = 62.5; At = [datetime]::new(2026, 12, 3) }
$exact = [cultureinfo]::InvariantCulture
foreach ($culture in 'en-US', 'de-DE') {
    [cultureinfo]::CurrentCulture = $culture
    $row | Export-Csv row.csv
    $back = Import-Csv row.csv
    '{0}: 62.5 is written {1} and read {2}' -f $culture, $back.Rate, ([double] $back.Rate).ToString($exact)
    '{0}: 2026-12-03 is written {1} and read {2}' -f $culture, $back.At, ([datetime] $back.At).ToString('yyyy-MM-dd', $exact)
}
'json under de-DE: ' + ($row | ConvertTo-Json -Compress)
P
dotnet "$(find tool/.store -path '*/unix/pwsh.dll')" -NoProfile -NonInteractive -File trip.ps1 | sed 's/\xe2\x80\xaf/ /' | tee seen
sed -n 's/^#   //p' "$self" | diff - seen && echo "as stated" || { echo "CHANGED"; exit 1; }
