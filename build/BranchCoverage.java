import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Prints the branch coverage of the given packages from JaCoCo's CSV report; the build's check is JaCoCo's own. */
class BranchCoverage {

    private static final int PACKAGE = 1;
    private static final int BRANCH_MISSED = 5;
    private static final int BRANCH_COVERED = 6;

    public static void main(String[] args) throws IOException {
        Path report = Path.of(args[0]);
        if (Files.notExists(report)) {
            System.out.println("Branch coverage: no report, because no test ran");
            return;
        }
        for (int i = 1; i < args.length; i++) {
            System.out.println("Branch coverage of " + args[i] + ": " + coverage(report, args[i]));
        }
    }

    private static String coverage(Path report, String packageName) throws IOException {
        int missed = 0;
        int covered = 0;
        for (String line : Files.readAllLines(report)) {
            String[] columns = line.split(",");
            if (columns[PACKAGE].equals(packageName)) {
                missed += Integer.parseInt(columns[BRANCH_MISSED]);
                covered += Integer.parseInt(columns[BRANCH_COVERED]);
            }
        }
        int all = missed + covered;
        return all == 0 ? "no branches" : "%.2f %% (%d of %d)".formatted(100.0 * covered / all, covered, all);
    }
}
