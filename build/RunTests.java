import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs tests, each given as {@code Class#method} or {@code Class} below {@code dev.wsboot.ws}, and prints for each of them
 * {@code failed}, {@code passed} or {@code nothing}. With {@code -v} it prints the first failure too.
 */
public class RunTests {

    public static void main(String[] arguments) throws Exception {
        boolean verbose = false;
        for (String argument : arguments) {
            if (argument.equals("-v")) {
                verbose = true;
            } else {
                System.out.println(run(argument, verbose) + " " + argument);
            }
        }
        System.exit(0); // whatever threads a fault has left
    }

    private static String run(String test, boolean verbose) throws Exception {
        String className = "dev.wsboot.ws." + test.replaceFirst("#.*", "");
        String method = test.contains("#") ? test.replaceFirst(".*#", "") : null;
        PostDiscoveryFilter byName = descriptor -> FilterResult.includedIf(method == null
                || descriptor
                        .getSource()
                        .map(source -> !(source instanceof MethodSource named)
                                || named.getMethodName().equals(method))
                        .orElse(true));
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Class.forName(className)))
                .filters(byName)
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        try {
            LauncherFactory.create().execute(request, listener);
        } catch (OutOfMemoryError e) {
            return "failed"; // JUnit lets it through
        }
        TestExecutionSummary summary = listener.getSummary();
        if (verbose && summary.getTotalFailureCount() > 0) {
            summary.printFailuresTo(new PrintWriter(System.out, true), 3);
        }
        if (summary.getTotalFailureCount() > 0) {
            return "failed";
        }
        return summary.getTestsSucceededCount() > 0 ? "passed" : "nothing";
    }
}
