using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Storage;
using RetryOrchestrator.Storage.Schema;

// Stands for a version of the product that is one schema ahead: opens the state of the first
// argument as its run would, and so migrates it by the script of the second.
var migrator = new Migrator([.. Migrator.LoadScripts(), File.ReadAllText(args[1])]);
var state = new SqliteStateStore(
    args[0],
    new SystemProcessTable(),
    TimeProvider.System,
    null,
    migrator
);
Console.WriteLine("opening");
using var store = state.OpenForRun();
Console.WriteLine("migrated");
