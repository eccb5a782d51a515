package dev.wsboot.ws.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.wsboot.ws.spring.server.ServerLifecycle;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.TakesScreenshot;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chromium.ChromiumDriver;
import org.openqa.selenium.logging.LogEntry;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;

/** Two people in a real browser. What it looked like is in {@code target/screenshots}. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ChatPageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    @LocalServerPort
    private int port;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private ServerLifecycle listener;

    private ChromiumDriver browser;

    /** A port that stays the same when the listener starts again. */
    @DynamicPropertySource
    static void fixedPort(DynamicPropertyRegistry properties) {
        int free = TestSocketUtils.findAvailableTcpPort();
        properties.add("ws.server.port", () -> free);
    }

    @BeforeEach
    void open() {
        browser = Browser.open();
    }

    @AfterEach
    void close() {
        if (browser != null) {
            browser.quit();
        }
    }

    @Test
    void shouldLetTwoTabsChatAndShowThatOneLeft() throws IOException {
        browser.get("http://localhost:" + port + "/#tea-room");
        type("#name", "Ada");
        find("#join").click();
        awaitState("open");
        String ada = browser.getWindowHandle();

        browser.switchTo().newWindow(WindowType.TAB);
        browser.get("http://localhost:" + port + "/?name=Bob&room=tea-room");
        awaitState("open");
        String bob = browser.getWindowHandle();

        say("Hello Ada, is there <b>tea</b>?");
        awaitMessage("Bob", "Hello Ada, is there <b>tea</b>?");
        browser.switchTo().window(ada);
        awaitMessage("Bob", "Hello Ada, is there <b>tea</b>?");
        awaitText("#people", "Bob");
        say("Always 🍵");
        awaitMessage("Ada", "Always 🍵");
        browser.switchTo().window(bob);
        awaitMessage("Ada", "Always 🍵");
        assertThat(findAll("#messages b")).isEmpty();
        screenshot("chat-wide");
        phone();
        screenshot("chat-phone");
        assertThat((Boolean) browser.executeScript("return document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing to scroll sideways")
                .isTrue();

        double closed = closed("1001", "REMOTE", "CLOSE_FRAME");
        browser.close();
        browser.switchTo().window(ada);

        awaitText(".notice[data-kind=left]", "Bob");
        assertThat(find(".notice[data-kind=left]").getText()).contains("1001");
        awaitOneMoreClosed(closed, "1001", "REMOTE", "CLOSE_FRAME");
        screenshot("left-wide");
        assertThat(severeLogs()).isEmpty();
    }

    @Test
    void shouldComeBackWhenTheServerDoes() {
        browser.get("http://localhost:" + port + "/?name=Ada&room=phoenix");
        awaitState("open");
        say("before");
        awaitMessage("Ada", "before");

        double closed = closed("1001", "LOCAL", "SHUTDOWN");
        listener.stop();
        awaitState("waiting");
        awaitText("#banner", "restart");
        listener.start();

        awaitState("open");
        awaitMessage("Ada", "before");
        assertThat(find("#messages").getText()).doesNotContain("Nothing has been said");
        say("after");
        awaitMessage("Ada", "after");
        assertThat(findAll("#messages .message")).hasSize(2);
        awaitOneMoreClosed(closed, "1001", "LOCAL", "SHUTDOWN");
    }

    @Test
    void shouldLeaveByTheButton() {
        browser.get("http://localhost:" + port + "/?name=Ada&room=door");
        awaitState("open");

        double closed = closed("1000", "REMOTE", "CLOSE_FRAME");
        find("#leave").click();

        awaitOneMoreClosed(closed, "1000", "REMOTE", "CLOSE_FRAME");
        assertThat(severeLogs()).isEmpty();
    }

    @Test
    void shouldAgreeOnCompressionWithABrowser() {
        // The page keeps its socket to itself, so it is caught where it is made.
        browser.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                window.sockets = [];
                window.WebSocket = class extends WebSocket {
                  constructor(...args) { super(...args); window.sockets.push(this); }
                };
                """));
        browser.get("http://localhost:" + port + "/?name=Ada&room=zip");
        awaitState("open");

        assertThat(browser.executeScript("return sockets.map(socket => socket.extensions)"))
                .isEqualTo(List.of("permessage-deflate; server_no_context_takeover; client_no_context_takeover"));
        String text = "All work and no play makes Jack a dull boy. ".repeat(20).strip();
        say(text);
        awaitMessage("Ada", text);
    }

    @Test
    void shouldRefuseANameThatTheServerDoesNotTake() {
        browser.get("http://localhost:" + port + "/");
        type("#name", " ");
        find("#join").click();

        assertThat(find("#join-form").isDisplayed()).isTrue();
        assertThat(find("#name").isDisplayed()).isTrue();
    }

    private WebElement find(String selector) {
        return browser.findElement(By.cssSelector(selector));
    }

    private List<WebElement> findAll(String selector) {
        return browser.findElements(By.cssSelector(selector));
    }

    private void type(String selector, String text) {
        WebElement field = find(selector);
        field.clear();
        field.sendKeys(text);
    }

    /** ChromeDriver cannot type characters beyond the basic plane, so the text is put in as if it were pasted. */
    private void say(String text) {
        WebElement field = find("#text");
        browser.executeScript(
                "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('input', {bubbles: true}))",
                field,
                text);
        field.sendKeys(Keys.ENTER);
    }

    private void awaitState(String state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(find("#status").getDomAttribute("data-state"))
                        .isEqualTo(state));
    }

    private void awaitText(String selector, String text) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(findAll(selector))
                        .anySatisfy(element -> assertThat(element.getText()).contains(text)));
    }

    private void awaitMessage(String author, String text) {
        awaitText("#messages .message[data-author='" + author + "']", text);
    }

    private double closed(String code, String initiator, String cause) {
        Counter counter = meters.find("ws.server.connections.closed")
                .tags("endpoint", "/chat/{room}", "code", code, "initiator", initiator, "cause", cause)
                .counter();
        return counter == null ? 0 : counter.count();
    }

    private void awaitOneMoreClosed(double before, String code, String initiator, String cause) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(closed(code, initiator, cause)).isEqualTo(before + 1));
    }

    private void phone() {
        browser.executeCdpCommand(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", 390, "height", 844, "deviceScaleFactor", 2, "mobile", true));
    }

    private void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), ((TakesScreenshot) browser).getScreenshotAs(OutputType.BYTES));
    }

    private List<String> severeLogs() {
        return browser.manage().logs().get("browser").getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.SEVERE.intValue())
                .map(LogEntry::getMessage)
                .toList();
    }
}
