#!/bin/sh
# "Posts" a text for an account, and fails in each of the ways a job can fail. Exit code 0 says the
# job is done. With any other, the reason is looked for in the last lines on standard error, and it
# decides whether the job is tried again:
#   Resolve-OrchestratorFailure -Message 'Connection refused'
#
# Usage: post.sh <account> <text file> <caption>
account=$1
text=$2
caption=$3

fail() {
    echo "$1" >&2
    exit 1
}

echo "job $ORCHESTRATOR_JOB_ID, attempt $ORCHESTRATOR_ATTEMPT in pass $ORCHESTRATOR_PASS, worker $ORCHESTRATOR_WORKER"

# input: the job's own data is wrong. Never tried again.
[ -f "$text" ] || fail "File not found: $text"

# account: the account is the reason. Never tried again, and the account's other jobs are skipped.
[ "$account" != ben ] || fail "Your account has been suspended"

# infrastructure: the first attempt meets a network that is down. Tried again.
if [ "$account" = cara ] && [ "$ORCHESTRATOR_ATTEMPT" -eq 1 ]; then
    fail "Connection refused by posts.example.org"
fi

# unknown: no rule knows this message. Tried again until the attempts are used up.
[ "$caption" != odd ] || fail "The post looked odd"

# Evidence goes into the attempt's own folder, which is made when something is written there. The job
# is on standard input too, as a line of JSON with all its columns.
mkdir -p "$ORCHESTRATOR_ARTIFACTS"
cat > "$ORCHESTRATOR_ARTIFACTS/job.json"
{
    echo "$caption"
    cat "$text"
} > "$ORCHESTRATOR_ARTIFACTS/post.txt"
