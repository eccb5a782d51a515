package dev.wsboot.ws.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.benchmarks.load.Scenario;
import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class TableTest {

    private final Runs runs = new Runs();
    private final Table table =
            new Table(Plan.of("--servers", "bare,netty", "--scenarios", "pipe64,connect"), runs, true);

    @Test
    void showsTheMedianAndHowOftenThatOfTheFirstServer() {
        run("bare", Scenario.PIPE64, 0.4, 0.2, 9);
        run("netty", Scenario.PIPE64, 1.0, 0.7, 0.9, 0.9);

        assertThat(table.markdown())
                .contains("| `bare` | 0.400 (1.00 x) | failed |")
                .contains("| `netty` | 0.900 (2.25 x) | failed |");
    }

    @Test
    void saysHowMuchElseTheMachineHadToDo() {
        runs.add("bare", Scenario.PIPE64, "{\"server_cpu_us\":1.0,\"others\":0.0312}");
        runs.add("bare", Scenario.CONNECT, "{\"server_cpu_us\":1.0,\"others\":0.1234}");

        assertThat(table.markdown()).contains("at most 12 % of the machine");
    }

    @Test
    void doesNotTakeAFailedRunForAFigure() {
        run("bare", Scenario.PIPE64, 0.4);
        runs.add("bare", Scenario.PIPE64, "{\"failed\":true}");
        runs.add("netty", Scenario.PIPE64, "{\"server_cpu_us\":null}");

        assertThat(runs.median("bare", Scenario.PIPE64, Runs.CPU)).hasValue(0.4);
        assertThat(runs.median("netty", Scenario.PIPE64, Runs.CPU)).isEmpty();
    }

    @Test
    void drawsABarForEachServerInEachScenario() throws Exception {
        run("bare", Scenario.PIPE64, 0.5);
        run("netty", Scenario.PIPE64, 1.0);

        Document chart = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(new Chart(table).svg())));

        // The background, and two servers in two scenarios.
        assertThat(chart.getElementsByTagName("rect").getLength()).isEqualTo(5);
        assertThat(chart.getDocumentElement().getTextContent()).contains("netty", "1.00 (2.00 x)", "failed");
    }

    private void run(String server, Scenario scenario, double... micros) {
        for (double each : micros) {
            runs.add(server, scenario, "{\"per_second\":1000,\"p99_us\":1.0,\"server_cpu_us\":" + each + "}");
        }
    }
}
