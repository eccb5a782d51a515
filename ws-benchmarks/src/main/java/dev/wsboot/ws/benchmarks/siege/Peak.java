package dev.wsboot.ws.benchmarks.siege;

import dev.wsboot.ws.benchmarks.soak.Partner;
import dev.wsboot.ws.benchmarks.soak.Vitals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most that the server has held, of each thing. */
final class Peak {

    private static final String RESIDENT = "VmRSS:";

    private final Partner server;
    private Vitals most = new Vitals(0, 0, 0, 0, 0);
    private long resident;

    Peak(Partner server) {
        this.server = server;
    }

    Vitals most() {
        return most;
    }

    /** Bytes; 0 where the operating system does not tell. */
    long resident() {
        return resident;
    }

    /** Looks without a collection, and neither at the heap nor at descriptors. */
    void glance() throws IOException {
        add(Vitals.parse(server.ask(SiegeServer.GLANCE)), 0);
    }

    /** Looks at everything, behind a collection. */
    void look() throws IOException {
        Vitals vitals = Vitals.parse(server.ask(SiegeServer.VITALS));
        add(vitals, vitals.heap());
    }

    private void add(Vitals now, long heap) throws IOException {
        most = new Vitals(
                Math.max(most.sessions(), now.sessions()),
                Math.max(most.descriptors(), now.descriptors()),
                Math.max(most.threads(), now.threads()),
                Math.max(most.heap(), heap),
                Math.max(most.direct(), now.direct()));
        Path status = Path.of("/proc", Long.toString(server.pid()), "status");
        resident = Math.max(resident, Files.isReadable(status) ? resident(Files.readString(status)) : 0);
    }

    /** Of a process's status as Linux tells it. */
    static long resident(String status) {
        return status.lines()
                .filter(line -> line.startsWith(RESIDENT))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
                .findFirst()
                .orElse(0);
    }
}
