#!/usr/bin/env bash
# PowerShell 7.6.9: what ConvertTo-Json writes for an enumeration depends on the size of its values.
#
# An enumeration is written as its number, unless its values have 64 bits: then as its word, without
# -EnumsAsStrings. Two properties that look the same everywhere else in the shell (tables, comparison,
# Export-Csv) come out as 1 and as "Beta" side by side, and a library that widens an enumeration
# changes the JSON of all who use it.
#
# Seen:
#   {"OfInt32":1,"OfInt64":"Beta"}
#   {"OfInt32":"Beta","OfInt64":"Beta"}
set -euo pipefail
self=$(readlink -f "$0")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet tool install PowerShell --version 7.6.9 --tool-path tool >install.log || { cat install.log; exit 1; }
cat >words.ps1 <<'P'
enum Narrow : int { Alpha; Beta }
enum Wide : long { Alpha; Beta }
$pair = [pscustomobject]@{ OfInt32 = [Narrow]::Beta; OfInt64 = [Wide]::Beta }
$pair | ConvertTo-Json -Compress
$pair | ConvertTo-Json -Compress -EnumsAsStrings
P
dotnet "$(find tool/.store -path '*/unix/pwsh.dll')" -NoProfile -NonInteractive -File words.ps1 | tee seen
sed -n 's/^#   //p' "$self" | diff - seen && echo "as stated" || { echo "CHANGED"; exit 1; }
