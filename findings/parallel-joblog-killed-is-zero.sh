#!/usr/bin/env bash
# GNU parallel 20221122 (Debian 12): what --joblog writes of jobs that did not end by themselves.
#
# The column Exitval of a job that was ended by a signal is 0, as of one that succeeded; only the
# column Signal tells them apart. One that --timeout ended has -1. So a script that reads the log by
# its Exitval alone, as many do, counts what the memory killer took as done. parallel itself looks
# at both columns: --resume-failed runs the killed ones again.
#
# Seen:
#   Exitval 0 Signal 0: good
#   Exitval 3 Signal 0: bad
#   Exitval 0 Signal 9: killed
#   Exitval -1 Signal 15: slow
#   by Exitval alone 2 of 4 succeeded
#   run again by --resume-failed: bad killed slow
set -euo pipefail
self=$(readlink -f "$0")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download parallel=20221122+ds-2 >/dev/null 2>&1 || { echo "parallel 20221122+ds-2 is not to be had here"; exit 1; }
dpkg-deb -x parallel_*.deb tree
parallel() { HOME=$work perl "$work/tree/usr/bin/parallel" --will-cite "$@"; }

cat >job.sh <<'S'
echo "$1" >>begun
case $1 in bad) exit 3 ;; killed) kill -9 $$ ;; slow) exec sleep 60 ;; esac
S
parallel -j1 --joblog log --timeout 3 sh job.sh '{}' ::: good bad killed slow 2>/dev/null || true
tail -n +2 log | awk -F'\t' '{ n = split($9, word, " "); print "Exitval " $7 " Signal " $8 ": " word[n] }' >seen
echo "by Exitval alone $(tail -n +2 log | awk -F'\t' '$7 == 0' | wc -l) of 4 succeeded" >>seen
: >begun
parallel -j1 --joblog log --resume-failed --timeout 3 sh job.sh '{}' ::: good bad killed slow 2>/dev/null || true
echo "run again by --resume-failed: $(paste -sd' ' begun)" >>seen
cat seen
sed -n 's/^#   //p' "$self" | diff - seen && echo "as stated" || { echo "CHANGED"; exit 1; }
