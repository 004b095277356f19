#!/usr/bin/env bash
# GNU parallel 20221122 (Debian 12): what --resume and --resume-failed take for the same job.
#
# They know a job by its number in the list (Seq in the job log), not by its arguments. When a line
# is put in at the top of a list that is done, the new line is never run, and the last one runs a
# second time; the log then has that job under two numbers. When the list is cut down to what is
# left to do, nothing runs. Nothing is said in either case. So a list that grows from day to day
# must grow at its end alone.
#
# Seen:
#   a b c: ran a b c
#   new a b c, --resume: ran c
#   d, --resume: ran nothing
#   d, --resume-failed: ran nothing
#   jobs named c in the log: 2
set -euo pipefail
self=$(readlink -f "$0")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
apt-get download parallel=20221122+ds-2 >/dev/null 2>&1 || { echo "parallel 20221122+ds-2 is not to be had here"; exit 1; }
dpkg-deb -x parallel_*.deb tree

run() { # OPTION JOB...: what ran
    local option=$1; shift
    : >begun
    printf '%s\n' "$@" >list
    HOME=$work perl "$work/tree/usr/bin/parallel" --will-cite -j1 --joblog log $option 'echo {} >>begun' :::: list
    paste -sd' ' begun
}
{
    echo "a b c: ran $(run --resume a b c)"
    echo "new a b c, --resume: ran $(run --resume new a b c)"
    done=$(run --resume d); echo "d, --resume: ran ${done:-nothing}"
    done=$(run --resume-failed d); echo "d, --resume-failed: ran ${done:-nothing}"
    echo "jobs named c in the log: $(grep -c 'echo c >>' log)"
} | tee seen
sed -n 's/^#   //p' "$self" | diff - seen && echo "as stated" || { echo "CHANGED"; exit 1; }
