using System.Collections.Frozen;

namespace RetryOrchestrator.Executors.Processes;

/// <summary>
/// Servers that whichever program needs them first starts for everyone: to end them with the attempt
/// in which that happened would take them from all the others. Pure.
/// </summary>
/// <remarks>
/// A process is known by the name of its program; where that is an interpreter (java, dotnet, node,
/// python ...), by the class or file that it runs.
/// </remarks>
public sealed class SpareList
{
    /// <summary>The names that are spared without being named.</summary>
    public static IReadOnlyList<string> BuiltIn { get; } =
    [
        "adb",
        "bazel",
        "buck2d",
        "gpg-agent",
        "GradleDaemon",
        "KotlinCompileDaemon",
        "MavenDaemon",
        "MSBuild",
        "sccache",
        "VBCSCompiler",
        "watchman",
    ];

    private static readonly FrozenSet<string> Interpreters = new[]
    {
        "java",
        "dotnet",
        "mono",
        "node",
        "python",
        "python3",
        "ruby",
        "perl",
        "sh",
        "bash",
        "dash",
        "pwsh",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // Those of java that take the next word.
    private static readonly FrozenSet<string> WithValue = new[]
    {
        "-cp",
        "-classpath",
        "--class-path",
        "-p",
        "--module-path",
        "--add-opens",
        "--add-exports",
        "--add-modules",
    }.ToFrozenSet(StringComparer.Ordinal);

    private readonly FrozenSet<string> _names;

    /// <param name="names">Names that are spared beside the built-in ones, in upper or lower case.</param>
    public SpareList(IEnumerable<string> names) =>
        _names = names.Select(Stem).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a process is one of them.</summary>
    /// <param name="arguments">Its own name and its arguments.</param>
    public bool Spares(IReadOnlyList<string> arguments)
    {
        if (arguments.Count == 0)
        {
            return false;
        }

        var names = NamesOf(arguments).ToList();
        return IsAdbServer(arguments)
            || names.Exists(name => _names.Contains(Stem(name)))
            || names.Exists(name => IsServer(Stem(name), arguments));
    }

    // It starts itself as "adb -L tcp:5037 fork-server server ...", whatever its file is called.
    private static bool IsAdbServer(IReadOnlyList<string> arguments) =>
        arguments.Zip(arguments.Skip(1)).Contains(("fork-server", "server"));

    // Of some programs only one mode is the server: what else they do is a job's own work.
    private static bool IsServer(string name, IReadOnlyList<string> arguments)
    {
        // It names itself "bazel(workspace)".
        if (name.StartsWith("bazel(", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        return name.ToUpperInvariant() switch
        {
            "ADB" => false,
            "MSBUILD" => Has("/nodeReuse:true") || Has("-nodeReuse:true"),
            "BAZEL" => false,
            // Its server has no arguments; with them it wraps a compiler.
            "SCCACHE" => arguments.Count == 1,
            "WATCHMAN" => Has("--foreground"),
            _ => BuiltIn.Contains(name, StringComparer.OrdinalIgnoreCase),
        };

        bool Has(string argument) => arguments.Contains(argument, StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> NamesOf(IReadOnlyList<string> arguments)
    {
        yield return arguments[0];
        if (!Interpreters.Contains(Stem(arguments[0])))
        {
            yield break;
        }

        for (var i = 1; i < arguments.Count; i++)
        {
            if (WithValue.Contains(arguments[i]))
            {
                i++;
            }
            // "dotnet exec some.dll"
            else if (!arguments[i].StartsWith('-') && !(i == 1 && arguments[i] == "exec"))
            {
                yield return arguments[i];
                // "org.gradle.launcher.daemon.bootstrap.GradleDaemon"
                yield return arguments[i][(arguments[i].LastIndexOf('.') + 1)..];
                yield break;
            }
        }
    }

    // "/usr/bin/adb", "adb.exe" and "VBCSCompiler.dll" without folder and ending.
    private static string Stem(string name)
    {
        var file = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        return
            file.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)
            || file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase)
            ? file[..^4]
            : file;
    }
}
