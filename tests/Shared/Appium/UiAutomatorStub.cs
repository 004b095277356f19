using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using System.Xml.XPath;
using Microsoft.AspNetCore.Http;
using RetryOrchestrator.Tests.Android;
using RetryOrchestrator.Tests.Network;

namespace RetryOrchestrator.Tests.Appium;

/// <summary>
/// The helper that the real UiAutomator2 driver runs on a phone, as a small HTTP server: it shows
/// the screen of a <see cref="VideoApp"/>. Reached as on a phone, through adb.
/// </summary>
internal sealed class UiAutomatorStub : IAsyncDisposable
{
    // Where the driver expects it on the phone.
    private const int PortOnPhone = 6790;

    private readonly EmulatedPhone _phone;
    private readonly int _port = TestPorts.Next();
    private readonly List<PhoneView> _known = [];
    private readonly object _lock = new();
    private LoopbackServer? _server;
    private volatile bool _crashed;

    private UiAutomatorStub(EmulatedPhone phone)
    {
        _phone = phone;
        App = new VideoApp(phone);
        phone.Ports[PortOnPhone] = _port;
        UiAutomatorPhone.Prepare(phone);
    }

    public VideoApp App { get; }

    /// <summary>Awaited before a session's end is answered, as of a phone that is slow at it; null for nothing.</summary>
    public Func<Task>? Closing { get; set; }

    public static async Task<UiAutomatorStub> StartAsync(EmulatedPhone phone)
    {
        var stub = new UiAutomatorStub(phone);
        stub._server = await LoopbackServer.StartAsync(stub._port, stub.AnswerAsync);
        return stub;
    }

    /// <summary>Ends the helper as a crash does: its process is gone, nothing is answered any more.</summary>
    public void Crash()
    {
        _crashed = true;
        UiAutomatorPhone.EndInstrumentation(_phone);
    }

    /// <summary>Lets the driver start the helper again.</summary>
    public void Revive()
    {
        UiAutomatorPhone.ReviveInstrumentation(_phone);
        _crashed = false;
    }

    public async ValueTask DisposeAsync()
    {
        UiAutomatorPhone.EndInstrumentation(_phone);
        if (_server is { } server)
        {
            await server.DisposeAsync();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = context.Request;
        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        if (request.Method == "DELETE" && Closing is { } closing)
        {
            await closing();
        }

        var (status, value) = _crashed
            ? default
            : Answer(
                request.Method,
                request.Path.Value!,
                text.Length > 0 ? JsonNode.Parse(text) : null
            );
        if (_crashed)
        {
            // Perhaps by what this very request did: whoever is dead says nothing.
            context.Abort();
            return;
        }

        var body = new JsonObject { ["sessionId"] = "stub", ["value"] = value };
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private (int Status, JsonNode? Value) Answer(string method, string path, JsonNode? body)
    {
        // /session/<id>/element/<element>/<what>
        var words = path.Trim('/').Split('/');
        lock (_lock)
        {
            return (method, words) switch
            {
                ("GET", ["status"]) => (200, new JsonObject { ["ready"] = true }),
                ("GET", ["sessions"]) => (200, new JsonArray()),
                ("POST", ["session"]) => (
                    200,
                    new JsonObject { ["sessionId"] = "stub", ["capabilities"] = new JsonObject() }
                ),
                ("GET", [_, _, "source"]) => (200, Source().ToString()),
                ("GET", [_, _, "screenshot"]) => (
                    200,
                    Convert.ToBase64String(PhoneFiles.SmallestPng)
                ),
                ("POST", [_, _, "element"]) => Find(body!),
                (_, [_, _, "element", var id, .. var rest]) => Element(id, rest, body),
                ("GET", [_, _, "appium", "device", ..]) => (200, new JsonObject()),
                ("GET", [_, _, "appium", "settings"]) => (200, new JsonObject()),
                _ => (200, null),
            };
        }
    }

    private (int, JsonNode?) Find(JsonNode body)
    {
        var (strategy, selector) = ((string)body["strategy"]!, (string)body["selector"]!);
        var found = strategy switch
        {
            "id" => App.Screen.FirstOrDefault(view => view.Id == selector.Split('/')[^1]),
            "xpath" => ByXPath(selector),
            _ => null,
        };
        if (found is null)
        {
            return Error(404, "no such element", "An element could not be located");
        }

        if (!_known.Contains(found))
        {
            _known.Add(found);
        }

        var id = $"{_known.IndexOf(found)}";
        return (
            200,
            new JsonObject { ["ELEMENT"] = id, ["element-6066-11e4-a52e-4f735466cecf"] = id }
        );
    }

    private PhoneView? ByXPath(string xpath)
    {
        var screen = App.Screen;
        var element = Source(screen).XPathSelectElement(xpath);
        return element is null ? null : screen[(int)element.Attribute("index")!];
    }

    private (int, JsonNode?) Element(string id, string[] what, JsonNode? body)
    {
        var view = _known[int.Parse(id)];
        if (!App.Screen.Contains(view))
        {
            return Error(404, "stale element reference", "The element is gone");
        }

        switch (what)
        {
            case ["click"]:
                view.Tapped?.Invoke();
                return (200, null);
            case ["value"]:
                view.Text += (string)body!["text"]!;
                return (200, null);
            case ["clear"]:
                view.Text = "";
                return (200, null);
            case ["text"]:
                return (200, view.Text);
            case ["attribute", "displayed"] or ["displayed"]:
                return (200, "true");
            default:
                return Error(404, "unknown command", string.Join('/', what));
        }
    }

    private XDocument Source() => Source(App.Screen);

    private static XDocument Source(IReadOnlyList<PhoneView> screen) =>
        new(
            new XElement(
                "hierarchy",
                screen.Select(
                    (view, index) =>
                        new XElement(
                            $"android.widget.{view.Kind}",
                            new XAttribute("index", index),
                            new XAttribute("resource-id", $"{VideoApp.Package}:id/{view.Id}"),
                            new XAttribute("text", view.Text),
                            new XAttribute("content-desc", "")
                        )
                )
            )
        );

    private static (int, JsonNode?) Error(int status, string error, string message) =>
        (
            status,
            new JsonObject
            {
                ["error"] = error,
                ["message"] = message,
                ["stacktrace"] = "",
            }
        );
}
