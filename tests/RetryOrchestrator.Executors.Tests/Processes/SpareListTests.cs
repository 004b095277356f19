using RetryOrchestrator.Executors.Processes;

namespace RetryOrchestrator.Executors.Tests.Processes;

public sealed class SpareListTests
{
    [Theory]
    [InlineData("adb -L tcp:5037 fork-server server --reply-fd 4")]
    [InlineData(
        "/usr/bin/java -Xmx1g -cp /opt/gradle.jar org.gradle.launcher.daemon.bootstrap.GradleDaemon 8.5"
    )]
    [InlineData("java -classpath x.jar org.jetbrains.kotlin.daemon.KotlinCompileDaemon --daemon-x")]
    [InlineData("/usr/bin/dotnet exec /sdk/Roslyn/bincore/VBCSCompiler.dll -pipename:x")]
    [InlineData("/sdk/Roslyn/bincore/VBCSCompiler -pipename:x")]
    [InlineData("dotnet /sdk/MSBuild.dll /nologo /nodemode:1 /nodeReuse:true /low:false")]
    [InlineData("bazel(workspace) --nohome_rc")]
    [InlineData("gpg-agent --homedir /home/x --daemon")]
    [InlineData("sccache")]
    public void A_server_that_is_there_for_everyone_is_spared_without_being_named(string command) =>
        Assert.True(new SpareList([]).Spares(command.Split(' ')));

    [Theory]
    [InlineData("adb push a.mp4 /sdcard")]
    [InlineData("/usr/bin/java -jar post.jar GradleDaemon")]
    [InlineData("dotnet /sdk/MSBuild.dll build.proj")]
    [InlineData("bazel build //...")]
    [InlineData("sccache gcc -c x.c")]
    [InlineData("python post.py --out adb")]
    [InlineData("sleep 1000")]
    [InlineData("node server.js")]
    public void A_jobs_own_work_is_not(string command) =>
        Assert.False(new SpareList([]).Spares(command.Split(' ')));

    [Theory]
    [InlineData("/opt/acme/licenced --port 1", "licenced")]
    [InlineData("C:\\Tools\\Licenced.exe", "licenced")]
    [InlineData("node /srv/cache-server.js 8080", "cache-server.js")]
    [InlineData("java -cp a.jar com.acme.CacheServer", "CacheServer")]
    [InlineData("/usr/bin/python3 -u /srv/proxy.py", "proxy.py")]
    public void What_the_user_names_is_spared_by_the_name_of_its_program_class_or_file(
        string command,
        string name
    )
    {
        Assert.True(new SpareList([name]).Spares(command.Split(' ')));
        Assert.False(new SpareList([]).Spares(command.Split(' ')));
    }

    [Fact]
    public void What_has_gone_has_no_name() => Assert.False(new SpareList(["x"]).Spares([]));
}
