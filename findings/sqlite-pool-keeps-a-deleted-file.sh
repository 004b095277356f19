#!/usr/bin/env bash
# Microsoft.Data.Sqlite 10.0.15 (Linux): a database that was deleted is still read.
#
# Connections are pooled by their connection string. One that was disposed keeps its file open, and
# the next one that is opened gets it, also when the file has been deleted in between: it reads the
# rows of the deleted database, without an error and without making a new file; the first write
# fails with "attempt to write a readonly database" (error 8, extended 1032), which says nothing of
# a deleted file. So a state that is deleted to begin anew is still there for a session that had it
# open. SqliteConnection.ClearAllPools() or Pooling=False are the remedies.
#
# Seen:
#   pooled: rows 1, then error 8 extended 1032, new file: False
#   after ClearAllPools: SQLite Error 1: 'no such table: job'.
#   with Pooling=False: SQLite Error 1: 'no such table: job'.
set -euo pipefail
self=$(readlink -f "$0")
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT; cd "$work"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1
cat >pool.csproj <<'P'
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework></PropertyGroup>
  <ItemGroup><PackageReference Include="Microsoft.Data.Sqlite" Version="10.0.15" /></ItemGroup>
</Project>
P
cat >pool.cs <<'P'
using System;
using System.IO;
using Microsoft.Data.Sqlite;

Make("pooled.db", "");
Console.Write($"pooled: rows {Do("pooled.db", "", "select count(*) from job")}, then ");
try { Do("pooled.db", "", "insert into job values ('v2')"); }
catch (SqliteException e) { Console.WriteLine($"error {e.SqliteErrorCode} extended {e.SqliteExtendedErrorCode}, new file: {File.Exists("pooled.db")}"); }

SqliteConnection.ClearAllPools();
Console.WriteLine($"after ClearAllPools: {Error("pooled.db", "")}");
Make("single.db", ";Pooling=False");
Console.WriteLine($"with Pooling=False: {Error("single.db", ";Pooling=False")}");

static void Make(string file, string options)
{
    Do(file, options, "create table job (id text); insert into job values ('v1')");
    File.Delete(file);
}

static string Error(string file, string options)
{
    try { return "rows " + Do(file, options, "select count(*) from job"); }
    catch (SqliteException e) { return e.Message; }
}

static object Do(string file, string options, string sql)
{
    using var connection = new SqliteConnection($"Data Source={file}{options}");
    connection.Open();
    using var command = connection.CreateCommand();
    command.CommandText = sql;
    return command.ExecuteScalar();
}
P
dotnet run -v q 2>errors | tee seen
sed -n 's/^#   //p' "$self" | diff - seen && echo "as stated" || { echo "CHANGED"; cat errors; exit 1; }
