using System.Text.Json;

namespace RetryOrchestrator.Devices.Tests.Appium;

/// <summary>What npm installs for these tests.</summary>
public sealed class LockfileTests
{
    [Fact]
    public void The_lockfile_pins_every_package_by_its_hash_and_names_no_registry()
    {
        using var file = File.OpenRead(
            Path.Combine(AppContext.BaseDirectory, "appium", "package-lock.json")
        );
        using var lockfile = JsonDocument.Parse(file);

        var packages = lockfile
            .RootElement.GetProperty("packages")
            .EnumerateObject()
            .Where(package => package.Name.Length > 0)
            .ToList();

        Assert.NotEmpty(packages);
        Assert.All(
            packages,
            package =>
            {
                Assert.False(package.Value.TryGetProperty("resolved", out _), package.Name);
                // What a package brings along is covered by that package's hash.
                Assert.True(
                    package.Value.TryGetProperty("integrity", out _)
                        || package.Value.TryGetProperty("inBundle", out _),
                    package.Name
                );
            }
        );
    }
}
