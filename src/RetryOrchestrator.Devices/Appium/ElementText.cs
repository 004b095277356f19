namespace RetryOrchestrator.Devices.Appium;

/// <summary>XPath expressions that find elements by what a person reads on them. Pure.</summary>
internal static class ElementText
{
    /// <summary>Text or content description is this.</summary>
    public static string Exactly(string text)
    {
        var literal = Literal(text);
        return $"//*[@text={literal} or @content-desc={literal}]";
    }

    /// <summary>Text or content description contains this.</summary>
    public static string Containing(string text)
    {
        var literal = Literal(text);
        return $"//*[contains(@text,{literal}) or contains(@content-desc,{literal})]";
    }

    // XPath 1.0 has no escapes: a text with both kinds of quotes is put together from pieces.
    private static string Literal(string text) =>
        !text.Contains('\'') ? $"'{text}'"
        : !text.Contains('"') ? $"\"{text}\""
        : $"concat('{string.Join("',\"'\",'", text.Split('\''))}')";
}
