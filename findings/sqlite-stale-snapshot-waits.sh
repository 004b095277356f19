#!/usr/bin/env bash
# Microsoft.Data.Sqlite 10.0.15 (SQLite's WAL mode): a write that cannot succeed is waited for.
#
# A deferred transaction reads, another connection commits, and the first one writes: SQLite refuses
# that at once with SQLITE_BUSY_SNAPSHOT (517), whatever its busy timeout, because waiting cannot
# help: the snapshot that was read is old, and only a new transaction sees the new one. The provider
# does not look at the extended code. It tries again and again until the command's timeout is over
# (30 s by default) and then says "database is locked", though no lock was held by anybody for a
# moment. BeginTransaction() without deferred: true takes the write lock first and is not concerned.
#
# Seen:
#   a lock that nobody holds: code 5, extended 517, after the whole timeout of 3 s: True
#   the other connection could write meanwhile: True
#   in a new transaction the same write succeeds: 1
set -euo pipefail
self=$(readlink -f "$0")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat >snapshot.csproj <<'P'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.Data.Sqlite" Version="10.0.15" /></ItemGroup>
</Project>
P
cat >snapshot.cs <<'P'
using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Microsoft.Data.Sqlite;

const string Insert = "insert into job default values";
using var first = Open();
using var second = Open();
Do(first, "pragma journal_mode = wal", null);
Do(first, "create table job (id integer primary key)", null);

using (var old = first.BeginTransaction(deferred: true))
{
    Do(first, "select count(*) from job", old);
    Do(second, Insert, null);
    var watch = Stopwatch.StartNew();
    var write = Task.Run(() => Do(first, Insert, old));
    Do(second, Insert, null);
    var meanwhile = !write.IsCompleted;
    try { write.GetAwaiter().GetResult(); }
    catch (SqliteException e)
    {
        Console.WriteLine($"a lock that nobody holds: code {e.SqliteErrorCode}, extended {e.SqliteExtendedErrorCode}, after the whole timeout of 3 s: {watch.Elapsed.TotalSeconds >= 3}");
    }
    Console.WriteLine($"the other connection could write meanwhile: {meanwhile}");
}
using var anew = first.BeginTransaction(deferred: true);
Console.WriteLine($"in a new transaction the same write succeeds: {Do(first, Insert, anew)}");

static SqliteConnection Open()
{
    var connection = new SqliteConnection("Data Source=jobs.db;Default Timeout=3");
    connection.Open();
    return connection;
}

static int Do(SqliteConnection connection, string sql, SqliteTransaction transaction)
{
    using var command = connection.CreateCommand();
    command.CommandText = sql;
    command.Transaction = transaction;
    return command.ExecuteNonQuery();
}
P
dotnet run -v q 2>errors | tee seen
sed -n 's/^#   //p' "$self" | diff - seen && echo "as stated" || { echo "CHANGED"; cat errors; exit 1; }
