package dev.wsboot.ws.benchmarks.siege;

import dev.wsboot.ws.benchmarks.soak.Vitals;
import java.util.ArrayList;
import java.util.List;

/**
 * What one attack has done, in one round.
 *
 * @param flood the attack
 * @param quiet what the good clients saw just before it
 * @param attacked what they saw during it
 * @param disconnected good clients from before it until after it
 * @param most what the server held at most during the attack; its heap is that behind a collection
 * @param resident bytes of the server's process at most
 * @param cpuAfter share of a CPU that the server had five seconds after the attack, while the good clients were silent
 * @param busiestAfter the thread that had most of it, and for how long; empty where that is not known
 * @param left sessions that are still there then, besides those of the good clients
 */
record Finding(
        Flood flood,
        Report quiet,
        Report attacked,
        int disconnected,
        Vitals most,
        long resident,
        double cpuAfter,
        String busiestAfter,
        int left) {

    private static final double IDLE = 0.05;

    /** How many times as long as while it was quiet the slowest hundredth of messages took. */
    double ratio() {
        return (double) attacked.p99() / Math.max(1, quiet.p99());
    }

    /** What must not be; empty where all is well. */
    List<String> faults(Budget budget) {
        List<String> faults = new ArrayList<>();
        if (disconnected > 0) {
            faults.add(disconnected + " good clients were disconnected");
        }
        if (attacked.messages() == 0) {
            faults.add("no good client had an answer");
        }
        if (most.heap() + most.direct() > budget.memory()) {
            faults.add("heap and direct memory are beyond the budget");
        }
        if (resident > budget.resident()) {
            faults.add("resident memory is beyond the budget");
        }
        if (cpuAfter > IDLE) {
            faults.add(
                    "the CPU is not idle afterwards" + (busiestAfter.isEmpty() ? "" : "; busiest is " + busiestAfter));
        }
        if (left > 0) {
            faults.add(left + " sessions are left");
        }
        return faults;
    }
}
