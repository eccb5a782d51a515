import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Compares what Autobahn reports with what is expected, case by case, behavior and behaviorClose:
 * {@code AutobahnResults index.json expected.csv [section that was not run ...]}. Fails where they differ, and where a case
 * is missing or not known.
 */
class AutobahnResults {

    private static final Pattern AGENT_OR_CASE = Pattern.compile("\"([^\"]+)\"\\s*:\\s*\\{([^{}]*)\\}");

    public static void main(String[] args) throws IOException {
        Map<String, String> expected = expected(Path.of(args[1]));
        for (String section : List.of(args).subList(2, args.length)) {
            expected.keySet().removeIf(testCase -> testCase.startsWith(section + "."));
        }
        Map<String, String> reported = reported(Path.of(args[0]));
        Map<String, Integer> counts = new TreeMap<>();
        reported.values().forEach(result -> counts.merge(result, 1, Integer::sum));
        System.out.println("Autobahn (behavior, behaviorClose = cases): " + reported.size() + " cases " + counts);

        Map<String, String> all = new LinkedHashMap<>(expected);
        all.putAll(reported);
        boolean same = true;
        for (String testCase : all.keySet()) {
            String wanted = expected.getOrDefault(testCase, "not known");
            String found = reported.getOrDefault(testCase, "not run");
            if (!wanted.equals(found)) {
                System.out.println("Case " + testCase + ": expected " + wanted + ", but was " + found);
                same = false;
            }
        }
        if (!same) {
            System.exit(1);
        }
    }

    private static Map<String, String> expected(Path csv) throws IOException {
        Map<String, String> results = new LinkedHashMap<>();
        for (String line : Files.readAllLines(csv)) {
            if (Character.isDigit(line.charAt(0))) {
                String[] columns = line.split(",");
                results.put(columns[0], columns[1] + "," + columns[2]);
            }
        }
        return results;
    }

    /** All agents of the report together; there is only one. */
    private static Map<String, String> reported(Path json) throws IOException {
        Map<String, String> results = new LinkedHashMap<>();
        Matcher matcher = AGENT_OR_CASE.matcher(Files.readString(json));
        while (matcher.find()) {
            String fields = matcher.group(2);
            results.put(matcher.group(1), field(fields, "behavior") + "," + field(fields, "behaviorClose"));
        }
        return results;
    }

    private static String field(String fields, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"]*)\"").matcher(fields);
        return matcher.find() ? matcher.group(1) : "";
    }
}
