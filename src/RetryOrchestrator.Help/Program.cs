using RetryOrchestrator.Help;

// RetryOrchestrator.Help <module.dll> <file of references, a path a line> <folder of pages> <help.xml>
if (args is not [var module, var references, var pages, var output])
{
    Console.Error.WriteLine(
        "RetryOrchestrator.Help <module.dll> <file of references> <folder of pages> <help.xml>"
    );
    return 2;
}

try
{
    var cmdlets = CmdletShape.ReadAll(module, File.ReadAllLines(references));
    var read = Directory
        .EnumerateFiles(pages, "*.md")
        .Order(StringComparer.Ordinal)
        .Select(path => CmdletPage.Read(path, File.ReadAllText(path)))
        .ToList();
    PageCheck.ThrowIfUnfit(read, cmdlets);
    MamlFile.Write(output, read.Select(page => (page, cmdlets[page.Name])));
    return 0;
}
catch (PageException fault)
{
    // As compilers say it, so that a build names the place.
    Console.Error.WriteLine($"{fault.Place}: error HELP: {fault.Message}");
    return 1;
}
