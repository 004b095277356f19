using System.Collections;

namespace RetryOrchestrator.Executors.Processes.Starting;

/// <summary>
/// The environment of this process, made ready once for all programs that are started: to copy it
/// anew for each costs more than the start.
/// </summary>
internal sealed class SpawnEnvironment : IDisposable
{
    private readonly string[] _names;
    private readonly NativeStrings _entries;

    /// <summary>Takes the environment as it is now.</summary>
    public SpawnEnvironment()
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToList();
        _names = variables.ConvertAll(variable => (string)variable.Key).ToArray();
        _entries = new NativeStrings(variables.Select(v => $"{v.Key}={v.Value}"));
    }

    /// <summary>This environment with variables beside it, or instead of those of the same name.</summary>
    /// <param name="variables">The variables.</param>
    /// <param name="own">Their entries, made of them with <see cref="Entries"/>.</param>
    public nint[] With(IReadOnlyDictionary<string, string> variables, NativeStrings own)
    {
        var inherited = new List<nint>(_names.Length);
        for (var i = 0; i < _names.Length; i++)
        {
            if (!variables.ContainsKey(_names[i]))
            {
                inherited.Add(_entries.Pointers[i]);
            }
        }

        return NativeStrings.Terminated(own.Pointers, inherited.ToArray());
    }

    /// <summary>Variables as a program gets them.</summary>
    public static IEnumerable<string> Entries(IReadOnlyDictionary<string, string> variables) =>
        variables.Select(variable => $"{variable.Key}={variable.Value}");

    /// <inheritdoc/>
    public void Dispose() => _entries.Dispose();
}
