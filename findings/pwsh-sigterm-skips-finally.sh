#!/usr/bin/env bash
# PowerShell 7.6.9 (dotnet tool, Linux): what a script may still do when its process is asked to end.
#
# SIGINT (and SIGQUIT) end a script as Ctrl+C does: its finally block runs and the event
# PowerShell.Exiting is raised. SIGTERM, which is what systemd, docker, timeout and kill send, and
# SIGHUP, which a closed terminal sends, end the process at once: neither finally nor the event. So
# cleaning up in finally, as scripts do, covers the key and not the service manager.
#
# Seen:
#   INT: finally yes, exiting yes
#   QUIT: finally yes, exiting yes
#   TERM: finally no, exiting no
#   HUP: finally no, exiting no
set -euo pipefail
self=$(readlink -f "$0")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export POWERSHELL_TELEMETRY_OPTOUT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
dotnet tool install PowerShell --version 7.6.9 --tool-path tool >install.log || { cat install.log; exit 1; }
pwsh=$(find "$work/tool/.store" -path '*/unix/pwsh.dll')

cat >wait.ps1 <<'P'
Register-EngineEvent PowerShell.Exiting -Action { Set-Content exiting yes } | Out-Null
try { Set-Content ready yes; Start-Sleep 60 } finally { Set-Content finally yes }
P
# A background job of a shell ignores SIGINT; this parent puts that back.
cat >send.py <<'P'
import os, signal, subprocess, sys, time
def default():
    for s in (signal.SIGINT, signal.SIGQUIT, signal.SIGHUP): signal.signal(s, signal.SIG_DFL)
p = subprocess.Popen(['dotnet', sys.argv[1], '-NoProfile', '-NonInteractive', '-File', 'wait.ps1'],
    stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=default)
until = time.time() + 120
while not os.path.exists('ready') and time.time() < until: time.sleep(0.05)
time.sleep(0.5)
p.send_signal(getattr(signal, 'SIG' + sys.argv[2]))
p.wait(60)
P
yesno() { if [ -e "$1" ]; then echo yes; else echo no; fi; }
for signal in INT QUIT TERM HUP; do
    rm -f ready finally exiting
    python3 send.py "$pwsh" "$signal"
    echo "$signal: finally $(yesno finally), exiting $(yesno exiting)"
done | tee seen
sed -n 's/^#   //p' "$self" | diff - seen && echo "as stated" || { echo "CHANGED"; exit 1; }
