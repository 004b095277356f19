using System.Xml;
using System.Xml.Linq;

namespace RetryOrchestrator.Devices.Flows.Running;

/// <summary>What a person can read on a screen, taken from its page source. Pure.</summary>
internal static class ScreenTexts
{
    // A caption of one or two letters would be found, and taken out, everywhere.
    private const int ShortestTyped = 3;

    /// <summary>
    /// The texts and descriptions, without what the flow itself typed: a caption that speaks of
    /// suspended accounts must not be taken for the app saying so.
    /// </summary>
    /// <param name="source">The page source.</param>
    /// <param name="typed">What the flow typed.</param>
    public static IReadOnlyList<string> Of(string source, IReadOnlyCollection<string> typed)
    {
        XDocument screen;
        try
        {
            screen = XDocument.Parse(source);
        }
        catch (XmlException)
        {
            return [];
        }

        return screen
            .Descendants()
            .SelectMany(element =>
                new[] { element.Attribute("text")?.Value, element.Attribute("content-desc")?.Value }
            )
            .OfType<string>()
            .Select(text => WithoutTyped(text, typed))
            .Where(text => text.Length > 0)
            .ToList();
    }

    private static string WithoutTyped(string text, IReadOnlyCollection<string> typed) =>
        typed
            .Where(own => own.Length >= ShortestTyped)
            .Aggregate(text, (rest, own) => rest.Replace(own, "", StringComparison.Ordinal))
            .Trim();
}
