using RetryOrchestrator.Devices.Adb;

namespace RetryOrchestrator.Devices.Tests.Adb;

public sealed class AdbLocatorTests : IDisposable
{
    private static readonly string Name = OperatingSystem.IsWindows() ? "adb.exe" : "adb";
    private readonly string _folder = Directory.CreateTempSubdirectory("locator-").FullName;

    [Fact]
    public void A_path_that_is_given_is_the_only_place_looked_at()
    {
        var program = Program("mine");
        var other = Program(Path.Combine("home", "platform-tools"));

        Assert.Equal(program, AdbLocator.Find(program, Home).Path);
        Assert.Equal(program, AdbLocator.Find(Path.GetDirectoryName(program), Home).Path);
        Assert.Equal(other, AdbLocator.Find(null, Home).Path);
        var missing = AdbLocator.Find(Path.Combine(_folder, "none"), Home);
        Assert.Null(missing.Path);
        Assert.Contains("-AdbPath", missing.Problem);
    }

    [Fact]
    public void ANDROID_HOME_comes_before_PATH()
    {
        var path = Program("bin");
        Assert.Equal(path, AdbLocator.Find(null, Home).Path);

        var home = Program(Path.Combine("home", "platform-tools"));
        Assert.Equal(home, AdbLocator.Find(null, Home).Path);
    }

    [Fact]
    public void Without_any_adb_the_problem_says_where_was_looked_and_how_to_install_it()
    {
        var location = AdbLocator.Find(null, Home);

        Assert.Null(location.Path);
        Assert.Contains(Path.Combine(_folder, "bin"), location.Problem);
        Assert.Contains("apt-get install adb", location.Problem);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string? Home(string variable) =>
        variable switch
        {
            "ANDROID_HOME" => Path.Combine(_folder, "home"),
            "PATH" => Path.Combine(_folder, "bin"),
            _ => null,
        };

    private string Program(string folder)
    {
        var program = Path.Combine(_folder, folder, Name);
        Directory.CreateDirectory(Path.GetDirectoryName(program)!);
        File.WriteAllText(program, "");
        return program;
    }
}
