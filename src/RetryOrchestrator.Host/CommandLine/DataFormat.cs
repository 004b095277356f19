namespace RetryOrchestrator.Host.CommandLine;

/// <summary>How objects are written to standard output.</summary>
internal enum DataFormat
{
    /// <summary>The module's views, for a person.</summary>
    View,

    /// <summary>A header and a row for each object.</summary>
    Csv,

    /// <summary>One array.</summary>
    Json,
}
