using System.Text;
using CsCheck;

namespace RetryOrchestrator.Model.Tests.Hostile;

/// <summary>
/// Valid files with damage: what editors, spreadsheets, bad disks and bad people do to a file. Most
/// of it stays near enough to a valid file to get past the first check.
/// </summary>
internal static class Damaged
{
    private static readonly byte[][] Pieces =
    [
        .. new[]
        {
            "\"",
            "\"\"",
            "'",
            ",",
            ";",
            "\t",
            "\n",
            "\r",
            "\r\n\r\n",
            "\0",
            "\uFEFF",
            "\u2028",
            "\u202E",
            "\u001B[2J\u0007",
            "\\ud800",
            "\\u0000",
            "/*",
            "//",
            "{",
            "}",
            "[",
            "]",
            ":",
            "null",
            "-1",
            "1e999",
            "0.5",
            "99999999999999999999999",
            "0001-01-01T00:00:00+14:00",
            "9999-12-31T23:59:59-14:00",
            "=cmd|' /C calc'!A0",
            "(a+)+$",
            "(((((",
            "[^",
            @"\1",
            "(?<n>a)(?(n)b|c)",
            new string('[', 200),
            string.Concat(Enumerable.Repeat("{\"a\":", 100)),
            new string(',', 1_500),
            new string('x', 5_000),
            string.Concat(Enumerable.Repeat("\"\n", 500)),
        }.Select(Encoding.UTF8.GetBytes),
        [0xFF],
        [0xFE, 0xFF],
        [0xC0, 0x80], // NUL, overlong
        [0xED, 0xA0, 0x80], // half a surrogate pair
        [0xF4, 0x90, 0x80, 0x80], // beyond the last code point
        [0xE2, 0x82], // cut off
    ];

    private static readonly Gen<Func<byte[], byte[]>> Damage = Gen.Select(
        Gen.Int[0, 4],
        Gen.Double.Unit,
        Gen.Int[1, 40],
        Gen.Int[0, Pieces.Length - 1],
        Gen.Byte,
        (kind, where, length, piece, value) =>
            (Func<byte[], byte[]>)(
                bytes =>
                {
                    var at = (int)(where * bytes.Length);
                    var end = Math.Min(at + length, bytes.Length);
                    return kind switch
                    {
                        0 => bytes[..at], // cut off
                        1 => [.. bytes[..at], .. bytes[end..]], // a hole
                        2 => [.. bytes[..end], .. bytes[at..]], // something twice
                        3 when at < bytes.Length => [.. bytes[..at], value, .. bytes[(at + 1)..]],
                        _ => [.. bytes[..at], .. Pieces[piece], .. bytes[at..]],
                    };
                }
            )
    );

    /// <summary>One of the files, damaged in a few places.</summary>
    public static Gen<byte[]> Of(params string[] files) =>
        Gen.Select(
            Gen.Int[0, files.Length - 1],
            Damage.Array[0, 5],
            (file, damages) =>
                damages.Aggregate(
                    Encoding.UTF8.GetBytes(files[file]),
                    (bytes, damage) => damage(bytes)
                )
        );
}
