using System.Management.Automation;

namespace RetryOrchestrator.Host.Data;

/// <summary>Writes objects for other programs, each as it comes.</summary>
internal interface IDataWriter
{
    /// <summary>Writes one object.</summary>
    void Write(PSObject item);

    /// <summary>Completes the document, also when nothing or not all was written.</summary>
    void End();
}
