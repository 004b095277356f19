namespace RetryOrchestrator.Devices.Flows;

/// <summary>Something wrong with a flow file.</summary>
/// <param name="File">The file.</param>
/// <param name="At">Where.</param>
/// <param name="Message">What, and what to write instead.</param>
internal sealed record FlowProblem(string File, FlowPlace At, string Message)
{
    /// <summary><c>file:line:column: message</c>, as editors understand it.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{File}:{At.Line}:{At.Column}: {Message}");
}

/// <summary>A flow file cannot be used. Nothing was started.</summary>
internal sealed class FlowException : Exception
{
    /// <param name="problems">All that is wrong with it.</param>
    public FlowException(IReadOnlyList<FlowProblem> problems)
        : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>All that is wrong, in the order of the file.</summary>
    public IReadOnlyList<FlowProblem> Problems { get; }
}
