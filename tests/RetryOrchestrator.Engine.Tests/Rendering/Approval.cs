using System.Runtime.CompilerServices;

namespace RetryOrchestrator.Engine.Tests.Rendering;

/// <summary>
/// Compares lines with a text file that a person has read and approved. On a difference the
/// failure shows the lines that differ, and what was seen lies beside the approved file as
/// <c>.received.txt</c>: if it is right, rename it to <c>.approved.txt</c>.
/// </summary>
internal static class Approval
{
    public static void Verify(
        string name,
        IEnumerable<string> lines,
        [CallerFilePath] string testFile = ""
    )
    {
        var folder = Path.Combine(Path.GetDirectoryName(testFile)!, "Approved");
        var approvedPath = Path.Combine(folder, $"{name}.approved.txt");
        var receivedPath = Path.Combine(folder, $"{name}.received.txt");

        var received = string.Concat(lines.Select(line => line + "\n"));
        var approved = File.Exists(approvedPath)
            ? File.ReadAllText(approvedPath).ReplaceLineEndings("\n")
            : "";
        if (received == approved)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received);
        Assert.Fail(
            $"{name} is not as approved; see {receivedPath}\n{Difference(approved, received)}"
        );
    }

    /// <summary>Sets one case of an approved file off from the next.</summary>
    public static IEnumerable<string> Case(string title, IEnumerable<string> lines) =>
        [$"--- {title}", .. lines, ""];

    // Everything between the first and the last line that differ.
    private static string Difference(string approved, string received)
    {
        var before = approved.Split('\n');
        var after = received.Split('\n');
        var same = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        var sameAtEnd = before[same..]
            .Reverse()
            .Zip(after[same..].Reverse())
            .TakeWhile(pair => pair.First == pair.Second)
            .Count();
        return string.Join(
            '\n',
            [
                $"from line {same + 1}:",
                .. before[same..^sameAtEnd].Select(line => "- " + line),
                .. after[same..^sameAtEnd].Select(line => "+ " + line),
            ]
        );
    }
}
