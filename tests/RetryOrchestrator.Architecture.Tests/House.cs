using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using NetArchTest.Rules;

namespace RetryOrchestrator.Architecture.Tests;

/// <summary>
/// An assembly as rooms: the namespaces right beneath its own, each with all that is beneath it.
/// What stands in the assembly's own namespace puts the rooms together, and is none.
/// </summary>
/// <param name="name">The assembly, which is also its own namespace.</param>
internal sealed class House(string name)
{
    private readonly Types _types = Types.FromFile(FileOf(name));

    // Read, not loaded: that would need all that the assembly refers to.
    private readonly IReadOnlyList<(string Space, string Type)> _names = NamesIn(FileOf(name));

    /// <summary>The rooms, by name.</summary>
    public IReadOnlyList<string> Rooms =>
        [
            .. _names
                .Where(type => type.Space.StartsWith($"{name}.", StringComparison.Ordinal))
                .Select(type => type.Space[(name.Length + 1)..].Split('.')[0])
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The types of a place that know one of other places.</summary>
    /// <param name="place">A room, or a part of one (<c>Outcomes.RulesFile</c>).</param>
    /// <param name="others">Places, not within it.</param>
    /// <param name="except">A part of the place that is not meant.</param>
    public IReadOnlyList<string> Knowing(string place, string[] others, string? except = null)
    {
        var types = _types.That().ResideInNamespaceMatching(Within(place));
        if (except is not null)
        {
            types = types.And().DoNotResideInNamespaceMatching(Within(except));
        }

        var result = types
            .ShouldNot()
            .HaveDependencyOnAny([.. others.Select(other => $"{name}.{other}")])
            .GetResult();
        return result.IsSuccessful ? [] : [.. result.FailingTypeNames];
    }

    /// <summary>The types of the whole assembly that know what is not of it.</summary>
    /// <param name="outside">A namespace or a type.</param>
    public IReadOnlyList<string> KnowingOutside(string outside)
    {
        var result = _types.ShouldNot().HaveDependencyOn(outside).GetResult();
        return result.IsSuccessful ? [] : [.. result.FailingTypeNames];
    }

    /// <summary>The types of rooms that know one of those in the assembly's own namespace.</summary>
    public IReadOnlyList<string> KnowingTheTop()
    {
        string[] top =
        [
            .. _names.Where(type => type.Space == name).Select(type => $"{name}.{type.Type}"),
        ];
        var result = _types
            .That()
            .ResideInNamespaceStartingWith($"{name}.")
            .ShouldNot()
            .HaveDependencyOnAny(top)
            .GetResult();
        return result.IsSuccessful ? [] : [.. result.FailingTypeNames];
    }

    /// <summary>Rooms that know each other, however indirectly; empty when there is no such circle.</summary>
    public IReadOnlyList<string> Circle()
    {
        var left = Rooms.ToHashSet();
        var known = left.ToDictionary(
            room => room,
            room => left.Where(other => other != room && Knowing(room, [other]).Count > 0).ToList()
        );
        // Whoever knows none that is left stands on the ground.
        while (left.FirstOrDefault(room => !known[room].Exists(left.Contains)) is { } free)
        {
            left.Remove(free);
        }

        return [.. left.Order(StringComparer.Ordinal)];
    }

    /// <summary>Where an assembly is built to.</summary>
    internal static string FileOf(string assembly) =>
        RepositoryRoot.Of("bin", "deps", $"{assembly}.dll");

    // By its name alone the room Sqlite would be taken to hold SqliteStateStore, which stands above it.
    private string Within(string place) => $@"^{Regex.Escape($"{name}.{place}")}(\.|$)";

    private static List<(string, string)> NamesIn(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata
                .TypeDefinitions.Select(metadata.GetTypeDefinition)
                .Where(type => !type.IsNested)
                .Select(type =>
                    (metadata.GetString(type.Namespace), metadata.GetString(type.Name))
                ),
        ];
    }
}
