using RetryOrchestrator.Executors.Processes;
using RetryOrchestrator.Executors.Tests.Support;

namespace RetryOrchestrator.Executors.Tests.Processes;

public sealed class ProgramLocatorTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ProgramLocatorTests()
    {
        Directory.CreateDirectory(_folder["one"]);
        Directory.CreateDirectory(_folder["two"]);
        Directory.CreateDirectory(_folder["here"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_bare_name_is_found_in_the_first_folder_of_PATH_that_has_it()
    {
        var expected = Put("one/tool");
        Put("two/tool");

        Assert.Equal(expected, OnUnix().Find("tool").Path);
    }

    [Fact]
    public void A_bare_name_is_found_in_the_current_folder_last()
    {
        Put("here/tool");
        var expected = Put("two/tool");
        var own = Put("here/own");

        Assert.Equal(expected, OnUnix().Find("tool").Path);
        Assert.Equal(own, OnUnix().Find("own").Path);
    }

    [Fact]
    public void A_path_is_taken_from_the_current_folder_and_not_searched()
    {
        var expected = Put("here/sub/tool");
        Put("one/sub/tool");

        Assert.Equal(expected, OnUnix().Find("sub/tool").Path);
        Assert.Equal(expected, OnUnix().Find(expected).Path);
    }

    [Fact]
    public void On_Windows_the_extensions_of_PATHEXT_are_tried_in_their_order()
    {
        Put("one/tool.cmd");
        var expected = Put("one/tool.exe");

        Assert.Equal(expected, OnWindows().Find("tool").Path);
        Assert.Equal(_folder["one/tool.cmd"], OnWindows().Find("tool.cmd").Path);
    }

    [Fact]
    public void A_missing_program_is_told_with_all_places_looked_in()
    {
        var (path, problem) = OnUnix().Find("nowhere");

        Assert.Null(path);
        Assert.Contains("'nowhere' was not found", problem);
        Assert.Contains($"{_folder["one"]}, {_folder["two"]}, {_folder["here"]}", problem);
    }

    [Fact]
    public void A_missing_path_is_told_in_full() =>
        Assert.Contains($"'{_folder["here/bin/x"]}'", OnUnix().Find("bin/x").Problem);

    [Fact]
    public void A_file_that_is_not_executable_is_told_apart_from_a_missing_one()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows knows no such thing.");
        File.WriteAllText(_folder["here/script.py"], "");

        Assert.Contains("is not executable", OnUnix().Find("./script.py").Problem);
    }

    [Fact]
    public void An_empty_command_is_told() =>
        Assert.Contains("command is empty", OnUnix().Find(" ").Problem);

    private string Search => $"{_folder["one"]}{Path.PathSeparator}{_folder["two"]}";

    private ProgramLocator OnUnix() => new(_folder["here"], Search, null, windows: false);

    private ProgramLocator OnWindows() => new(_folder["here"], Search, ".EXE;.CMD", windows: true);

    private string Put(string name)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_folder[name], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return _folder[name];
    }
}
