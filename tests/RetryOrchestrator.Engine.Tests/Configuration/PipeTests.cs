using System.Diagnostics;
using RetryOrchestrator.Engine.Configuration;
using RetryOrchestrator.Engine.Files;
using RetryOrchestrator.Engine.Intake;
using RetryOrchestrator.Engine.Outcomes;
using RetryOrchestrator.Engine.Outcomes.RulesFile;
using RetryOrchestrator.Engine.Tests.Support;
using RetryOrchestrator.Engine.Text;

namespace RetryOrchestrator.Engine.Tests.Configuration;

/// <summary>Opening a pipe would wait for somebody at its other end, for ever and deaf to signals.</summary>
public sealed class PipeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ro-pipe-").FullName;

    public PipeTests() => Assert.SkipUnless(OperatingSystem.IsLinux(), "Known by statx.");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> NoFiles => ["fifo", "link-to-fifo", "/dev/zero", "/dev/null"];

    [Theory]
    [MemberData(nameof(NoFiles))]
    public void A_pipe_or_device_is_refused_as_configuration_rules_and_list(string what)
    {
        var path = Make(what);

        Assert.Contains(
            "not a file",
            Assert
                .Throws<ConfigurationException>(() =>
                    ConfigurationFile.Read(path, SampleSettings.Catalog)
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "not a file",
            Assert.Throws<ConfigurationException>(() => FailureRulesFile.Read(path)).Message,
            StringComparison.Ordinal
        );
        var fault = Assert.Single(new JobsFileSource(path).Read()).Fault!;
        Assert.Contains("not a file", fault.Problem, StringComparison.Ordinal);
        Assert.Null(new JobsFileSource(path).Fingerprint());
        Assert.Throws<IOException>(() => InputFile.Open(path).Dispose());
    }

    [Fact]
    public void A_socket_is_no_file_and_an_ordinary_file_is_in_nobodys_way()
    {
        var file = Path.Combine(_folder, "f");
        File.WriteAllText(file, "x");

        Assert.Null(InputFile.Obstacle(file));
        Assert.Null(InputFile.Obstacle(Path.Combine(_folder, "none")));
        using var socket = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix,
            System.Net.Sockets.SocketType.Stream,
            System.Net.Sockets.ProtocolType.Unspecified
        );
        var name = Path.Combine(_folder, "s");
        socket.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(name));
        Assert.Contains("socket", InputFile.Obstacle(name), StringComparison.Ordinal);
    }

    private string Make(string what)
    {
        if (what.StartsWith('/'))
        {
            return what;
        }

        var fifo = Path.Combine(_folder, "fifo.csv");
        using var made = Process.Start("mkfifo", [fifo]);
        made.WaitForExit();
        if (what == "fifo")
        {
            return fifo;
        }

        var link = Path.Combine(_folder, "link.csv");
        File.CreateSymbolicLink(link, fifo);
        return link;
    }
}
