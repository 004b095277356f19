using System.Diagnostics.CodeAnalysis;
using RetryOrchestrator.Engine.Outcomes;

namespace RetryOrchestrator.Devices.Adb;

/// <summary>What came of an operation: its value, or why there is none.</summary>
/// <typeparam name="T">What it gives when it succeeds.</typeparam>
public sealed class AdbResult<T>
    where T : notnull
{
    private AdbResult(T? value, FailureEvidence? failure)
    {
        Value = value;
        Failure = failure;
    }

    /// <summary>Whether there is a <see cref="Value"/>.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Failure))]
    public bool Succeeded => Failure is null;

    /// <summary>What it gave.</summary>
    public T? Value { get; }

    /// <summary>Why it failed, its category and type declared where adb's words leave no doubt.</summary>
    public FailureEvidence? Failure { get; }

    /// <summary>A success.</summary>
    public static AdbResult<T> Of(T value) => new(value, null);

    /// <summary>A success.</summary>
    public static implicit operator AdbResult<T>(T value) => new(value, null);

    /// <summary>A failure.</summary>
    public static implicit operator AdbResult<T>(FailureEvidence failure) => new(default, failure);
}

/// <summary>The value of an operation that has none.</summary>
public sealed record Done
{
    private Done() { }

    /// <summary>The only one.</summary>
    public static Done Value { get; } = new();
}
