using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace DummyProgram;

/// <summary>Runs the verbs; <c>Program.cs</c> lists them.</summary>
internal sealed class Script(string[] arguments)
{
    private readonly List<string> _verbs = [.. arguments];
    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly Stream _out = Console.OpenStandardOutput();
    private readonly Stream _error = Console.OpenStandardError();
    private string? _witness;
    private string _as = "";
    private int _next;

    public async Task<int> RunAsync()
    {
        while (_next < _verbs.Count)
        {
            var (verb, value) = Split(_verbs[_next++]);
            if (verb == "args")
            {
                Line(_out, JsonSerializer.Serialize(_verbs[_next..]));
                break;
            }

            if (verb == "exit")
            {
                return End(int.Parse(value));
            }

            if (verb == "fail-before" && Split(value) is var (attempt, text))
            {
                if (Attempt < int.Parse(attempt))
                {
                    Line(_error, text);
                    return End(1);
                }

                continue;
            }

            if (verb == "fail-unless" && Split(value) is var (file, reason))
            {
                if (!File.Exists(file))
                {
                    Line(_error, reason);
                    return End(1);
                }

                continue;
            }

            await DoAsync(verb, value);
        }

        return End(0);
    }

    private async Task DoAsync(string verb, string value)
    {
        switch (verb)
        {
            case "out":
                Line(_out, value);
                break;
            case "err":
                Line(_error, value);
                break;
            case "env":
                Line(_out, Environment.GetEnvironmentVariable(value) ?? "(none)");
                break;
            case "stdin":
                await Console.OpenStandardInput().CopyToAsync(_out);
                break;
            case "close-stdin":
                Native.CloseStandardInput();
                break;
            case "flood":
                Flood(_out, long.Parse(value), "0123456789abcdef\n"u8);
                break;
            case "flood-line":
                Flood(_error, long.Parse(value), "0123456789abcdef"u8);
                break;
            case "ignore-term":
                OnTerm(context => context.Cancel = true);
                break;
            case "exit-on-term":
                OnTerm(_ => Environment.Exit(int.Parse(value)));
                break;
            case "pid":
                // Renamed into place, so that a reader never sees an empty file.
                await File.WriteAllTextAsync(value + ".new", Environment.ProcessId.ToString());
                File.Move(value + ".new", value);
                break;
            case "witness":
                _witness = value;
                Witness("start");
                break;
            case "child-witness":
                _witness = value;
                _as = "child-";
                Witness("start");
                break;
            case "await-child":
                while (!File.ReadLines(_witness!).Contains($"{JobId},{Attempt},child-end"))
                {
                    await Task.Delay(10);
                }

                break;
            case "work":
                await Task.Delay(int.Parse(value));
                break;
            case "do":
                _verbs.InsertRange(_next, value.Split('|'));
                break;
            case "await":
                while (!File.Exists(value))
                {
                    await Task.Delay(10);
                }

                break;
            case "hang":
                await Task.Delay(Timeout.Infinite);
                break;
            case "child":
                Start(Block()).Dispose();
                break;
            case "orphan":
                await OrphanAsync(Block());
                break;
            case "adb-server":
                await OrphanAsync(["fork-server", "server", $"pid:{value}", "hang"]);
                break;
            case "fork-server" or "server":
                break;
            default:
                throw new ArgumentException($"'{verb}' is no verb of the dummy");
        }
    }

    /// <summary>The verbs up to the matching <c>end</c>.</summary>
    private string[] Block()
    {
        var first = _next;
        for (var depth = 1; depth > 0; _next++)
        {
            depth += _verbs[_next] switch
            {
                "child" or "orphan" => 1,
                "end" => -1,
                _ => 0,
            };
        }

        return [.. _verbs[first..(_next - 1)]];
    }

    private static async Task OrphanAsync(string[] verbs)
    {
        using var between = Start(["child", .. verbs, "end"]);
        await between.WaitForExitAsync();
    }

    private static Process Start(string[] verbs) => Process.Start(Environment.ProcessPath!, verbs);

    private void OnTerm(Action<PosixSignalContext> action) =>
        _signals.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, action));

    private int End(int code)
    {
        if (_witness is not null)
        {
            Witness("end");
        }

        return code;
    }

    private static string? JobId => Environment.GetEnvironmentVariable("ORCHESTRATOR_JOB_ID");

    private static int? Attempt =>
        int.TryParse(Environment.GetEnvironmentVariable("ORCHESTRATOR_ATTEMPT"), out var number)
            ? number
            : null;

    private void Witness(string what) =>
        Native.AppendAtomically(
            _witness!,
            Encoding.UTF8.GetBytes($"{JobId},{Attempt},{_as}{what}\n")
        );

    private static void Flood(Stream stream, long bytes, ReadOnlySpan<byte> text)
    {
        var block = new byte[64 * 1024 / text.Length * text.Length];
        for (var at = 0; at < block.Length; at += text.Length)
        {
            text.CopyTo(block.AsSpan(at));
        }

        for (; bytes > 0; bytes -= block.Length)
        {
            stream.Write(block, 0, (int)Math.Min(bytes, block.Length));
        }
    }

    private static void Line(Stream stream, string text) =>
        stream.Write(Encoding.UTF8.GetBytes(text + "\n"));

    private static (string Verb, string Value) Split(string argument)
    {
        var colon = argument.IndexOf(':');
        return colon < 0 ? (argument, "") : (argument[..colon], argument[(colon + 1)..]);
    }
}
