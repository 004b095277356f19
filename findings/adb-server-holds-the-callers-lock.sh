#!/usr/bin/env bash
# adb 1.0.41 (29.0.6, Debian 12), flock of util-linux: a lock that outlives the script which took it.
#
# The first adb command of a script starts adb's server, which stays. It closes standard input and
# output, and keeps every other descriptor of the script: with the usual `flock -n lock script` of a
# crontab that is the lock, so that the next night's start, and every one after it, is told that
# the last is still at work, until somebody kills adb's server. The script's environment and
# folder stay with the server, too. `flock -o`, which gives the lock to nobody, and a server that
# is started before (adb start-server in a unit of its own) are the remedies.
#
# Seen:
#   flock -n lock script: the script is over, the lock is held: True
#   after adb kill-server the lock is held: False
#   flock -n -o lock script: the script is over, the lock is held: False
#   the server's folder is that of the script: True
#   the server knows the script's environment: True
set -euo pipefail
self=$(readlink -f "$0")
work=$(mktemp -d); cd "$work"
apt-get download adb=1:29.0.6-28 android-libbase=1:29.0.6-28 android-liblog=1:29.0.6-28 android-libcutils=1:29.0.6-28 \
    android-libboringssl=13.0.0+r24-2 libusb-1.0-0 >/dev/null 2>&1 || { echo "adb 1:29.0.6-28 is not to be had here"; exit 1; }
for package in *.deb; do dpkg-deb -x "$package" tree; done
export LD_LIBRARY_PATH=$(dirname "$(find "$work/tree" -name libbase.so.0)"):$(dirname "$(find "$work/tree" -name 'libusb-1.0.so.0')")
export HOME=$work ANDROID_ADB_SERVER_PORT
ANDROID_ADB_SERVER_PORT=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close(); })')
adb() { "$(find "$work/tree" -type f -name adb -perm -u+x | head -1)" "$@"; }
server() { for p in /proc/[0-9]*; do if { tr "\\0" " " <"$p/cmdline"; } 2>/dev/null | grep -q "tcp:$ANDROID_ADB_SERVER_PORT fork-server"; then basename "$p"; fi; done; }
trap 'adb kill-server >/dev/null 2>&1 || true; cd /; rm -rf "$work"' EXIT
held() { if flock -n lock true; then echo False; else echo True; fi; }
export -f adb; export work
mkdir night
{
    (cd night && NIGHT=1 flock -n ../lock bash -c 'adb start-server >/dev/null 2>&1')
    id=$(server)
    folder=$(readlink "/proc/$id/cwd"); environment=$(tr '\0' '\n' <"/proc/$id/environ" | grep -c '^NIGHT=1' || true)
    echo "flock -n lock script: the script is over, the lock is held: $(held)"
    adb kill-server >/dev/null 2>&1
    for try in $(seq 50); do [ -n "$(server)" ] || break; sleep 0.1; done
    echo "after adb kill-server the lock is held: $(held)"
    flock -n -o lock bash -c 'adb start-server >/dev/null 2>&1'
    echo "flock -n -o lock script: the script is over, the lock is held: $(held)"
    echo "the server's folder is that of the script: $([ "$folder" = "$work/night" ] && echo True || echo False)"
    echo "the server knows the script's environment: $([ "$environment" = 1 ] && echo True || echo False)"
} | tee seen
sed -n 's/^#   //p' "$self" | diff - seen && echo "as stated" || { echo "CHANGED"; exit 1; }
