package dev.wsboot.ws.benchmarks.compare;

import dev.wsboot.ws.benchmarks.load.Scenario;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * The server's CPU time for a message as bars, a panel for each scenario, as SVG.
 *
 * @param table the figures
 */
record Chart(Table table) {

    private static final int COLUMNS = 2;
    private static final int PANEL = 460;
    private static final int LABELS = 130;
    private static final int BARS = 190;
    private static final int LINE = 20;
    private static final int TITLE = 34;
    private static final int GAP = 18;

    String svg() {
        List<Scenario> scenarios = table.plan().scenarios();
        int height = panelHeight();
        int rows = (scenarios.size() + COLUMNS - 1) / COLUMNS;
        StringBuilder out = new StringBuilder();
        append(
                out,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$d\" height=\"%2$d\" viewBox=\"0 0 %1$d %2$d\""
                        + " font-family=\"sans-serif\" font-size=\"12\">",
                COLUMNS * PANEL,
                TITLE + rows * height);
        append(out, "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>");
        append(
                out,
                "<text x=\"%d\" y=\"22\" font-size=\"15\" fill=\"#1f2328\">Server CPU time per message, microseconds (less is"
                        + " better)</text>",
                GAP);
        for (int i = 0; i < scenarios.size(); i++) {
            panel(out, scenarios.get(i), i % COLUMNS * PANEL + GAP, TITLE + i / COLUMNS * height);
        }
        return out.append("</svg>\n").toString();
    }

    private int panelHeight() {
        return TITLE + table.plan().servers().size() * LINE + GAP;
    }

    private void panel(StringBuilder out, Scenario scenario, int x, int y) {
        append(
                out,
                "<text x=\"%d\" y=\"%d\" font-weight=\"bold\" fill=\"#1f2328\">%s</text>",
                x,
                y + TITLE - 12,
                scenario);
        double most = table.plan().servers().stream()
                .mapToDouble(server ->
                        table.runs().median(server, scenario, Runs.CPU).orElse(0))
                .max()
                .orElse(0);
        int line = y + TITLE;
        for (String server : table.plan().servers()) {
            bar(out, server, scenario, most, x, line);
            line += LINE;
        }
    }

    private void bar(StringBuilder out, String server, Scenario scenario, double most, int x, int y) {
        append(
                out,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\" fill=\"#1f2328\">%s</text>",
                x + LABELS - 8,
                y + 13,
                server);
        OptionalDouble value = table.runs().median(server, scenario, Runs.CPU);
        double width = value.isPresent() && most > 0 ? Math.max(1, value.getAsDouble() / most * BARS) : 0;
        append(
                out,
                "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"14\" fill=\"%s\"/>",
                x + LABELS,
                y + 2,
                width,
                isOurs(server) ? "#1f6feb" : "#8c959f");
        append(
                out,
                "<text x=\"%.1f\" y=\"%d\" fill=\"#57606a\">%s</text>",
                x + LABELS + width + 6,
                y + 13,
                label(value, table.ratio(server, scenario)));
    }

    private static String label(OptionalDouble value, OptionalDouble ratio) {
        if (value.isEmpty()) {
            return "failed";
        }
        String number = Table.number(value.getAsDouble());
        return ratio.isEmpty() ? number : number + String.format(Locale.ROOT, " (%.2f x)", ratio.getAsDouble());
    }

    private static boolean isOurs(String server) {
        return server.startsWith("bare") || server.startsWith("endpoint");
    }

    private static void append(StringBuilder out, String format, Object... values) {
        out.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
