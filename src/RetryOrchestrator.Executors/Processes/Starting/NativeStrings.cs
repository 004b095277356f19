using System.Runtime.InteropServices;

namespace RetryOrchestrator.Executors.Processes.Starting;

/// <summary>Texts as C takes them: UTF-8, each with a zero at its end.</summary>
internal sealed class NativeStrings : IDisposable
{
    private readonly nint[] _pointers;

    /// <param name="texts">The texts; what stands behind a NUL character in one is lost.</param>
    public NativeStrings(IEnumerable<string> texts) =>
        _pointers = texts.Select(Marshal.StringToCoTaskMemUTF8).ToArray();

    /// <summary>Where they are.</summary>
    public ReadOnlySpan<nint> Pointers => _pointers;

    /// <summary>The pointers of several, and the null pointer that C takes for the end.</summary>
    public static nint[] Terminated(
        ReadOnlySpan<nint> first,
        ReadOnlySpan<nint> second = default
    ) => [.. first, .. second, 0];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pointer in _pointers)
        {
            Marshal.FreeCoTaskMem(pointer);
        }

        Array.Clear(_pointers);
    }
}
