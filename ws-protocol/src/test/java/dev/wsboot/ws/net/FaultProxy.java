package dev.wsboot.ws.net;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a client and a server and is a bad network: it cuts what it carries into slices, delays it, and at some byte
 * of one direction resets both connections, ends them, carries nothing more while both stay open, or rests for a while. What
 * it does to the connection that it accepts as the n-th follows from the seed; when, also from the threads.
 */
final class FaultProxy implements Closeable {

    /** What happens at one byte. */
    enum Fault {
        RESET,
        END,
        HALF_OPEN,
        REST
    }

    /**
     * What is done to one connection.
     *
     * @param fault what happens, once
     * @param toServer in which direction
     * @param at behind how many bytes of that
     * @param slice the most bytes that are carried at once
     * @param delay what each slice waits
     */
    private record Plan(Fault fault, boolean toServer, int at, int slice, Duration delay) {

        static Plan of(SplittableRandom random) {
            // Half of them in the handshake and shortly behind it, a few behind much.
            int at = random.nextInt(random.nextBoolean() ? 600 : random.nextInt(8) > 0 ? 12_000 : 6 << 20);
            int slice = new int[] {1, 7, 200, 16_384}[random.nextInt(4)];
            int micros = random.nextInt(4) == 0 ? random.nextInt(200_000 / slice > 2_000 ? 20 : 500) : 0;
            int dice = random.nextInt(20);
            Fault fault = dice < 7 ? Fault.RESET : dice < 13 ? Fault.END : dice < 14 ? Fault.HALF_OPEN : Fault.REST;
            return new Plan(fault, random.nextBoolean(), at, slice, Duration.ofNanos(micros * 1_000L));
        }

        /** Behind so many bytes of a direction the slices are large and not delayed. */
        int sliced() {
            return Math.min(slice * MOST_SLICES, MOST_SLICED);
        }
    }

    /** Small slices of a direction: each costs some calls of the operating system, which would be all that the machine does. */
    private static final int MOST_SLICES = 2_000;

    /** Bytes of a direction in small slices: else large messages would take for ever. */
    private static final int MOST_SLICED = 32 * 1024;

    /** What the operating system holds of a direction, as far as this side can tell it to. */
    private static final int LITTLE_ROOM = 16 * 1024;

    private static final Duration REST = Duration.ofMillis(30);

    private final ServerSocket listener;
    private final int serverPort;
    private final long seed;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    /** How many faults have happened. */
    final AtomicInteger faults = new AtomicInteger();

    /** How many of them end a connection; the others may at most make a deadline pass. */
    final AtomicInteger breaks = new AtomicInteger();

    FaultProxy(int serverPort, long seed) throws IOException {
        this.serverPort = serverPort;
        this.seed = seed;
        this.listener = new ServerSocket();
        listener.setReceiveBufferSize(LITTLE_ROOM);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            for (int n = 0; true; n++) {
                Socket client = open(listener.accept());
                Socket server = open(new Socket());
                try {
                    server.setReceiveBufferSize(LITTLE_ROOM);
                    server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
                    new Link(client, server, plan(n)).start();
                } catch (IOException e) {
                    client.close();
                }
            }
        } catch (IOException e) {
            // Closed: this is how it ends.
        }
    }

    private Plan plan(int n) {
        // Random would begin with the same boolean for thousands of numbers that follow each other.
        return Plan.of(new SplittableRandom(seed * 1_000_003 + n));
    }

    private Socket open(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(15, TimeUnit.SECONDS)) {
                throw new AssertionError("the proxy does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One connection of a client and the one to the server that belongs to it. */
    private final class Link {

        private final Socket client;
        private final Socket server;
        private final Plan plan;
        private final AtomicInteger directionsLeft = new AtomicInteger(2);
        private volatile boolean silent;

        Link(Socket client, Socket server, Plan plan) {
            this.client = client;
            this.server = server;
            this.plan = plan;
        }

        void start() {
            threads.execute(() -> carry(client, server, true));
            threads.execute(() -> carry(server, client, false));
        }

        private void carry(Socket from, Socket to, boolean toServer) {
            int faultAt = toServer == plan.toServer ? plan.at : Integer.MAX_VALUE;
            int sliced = plan.sliced();
            byte[] bytes = new byte[16_384];
            int carried = 0;
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(bytes); count >= 0 && !silent; count = in.read(bytes)) {
                    for (int offset = 0; offset < count && !silent; ) {
                        int slice = carried < sliced ? plan.slice : bytes.length;
                        int size = Math.min(Math.min(slice, count - offset), faultAt - carried);
                        out.write(bytes, offset, size);
                        offset += size;
                        carried += size;
                        if (carried == faultAt) {
                            faultAt = Integer.MAX_VALUE;
                            happen();
                        }
                        if (!plan.delay.isZero() && carried < sliced) {
                            LockSupport.parkNanos(plan.delay.toNanos());
                        }
                    }
                }
                if (!silent) {
                    to.shutdownOutput();
                }
            } catch (IOException e) {
                // One of them was reset: so is the other.
                if (!silent) {
                    end(true);
                }
            }
            if (directionsLeft.decrementAndGet() == 0 && !silent) {
                end(false);
            }
        }

        private void happen() {
            faults.incrementAndGet();
            if (plan.fault == Fault.RESET || plan.fault == Fault.END) {
                breaks.incrementAndGet();
            }
            switch (plan.fault) {
                case RESET -> end(true);
                case END -> end(false);
                case HALF_OPEN -> silent = true;
                default -> LockSupport.parkNanos(REST.toNanos());
            }
        }

        private void end(boolean reset) {
            try {
                if (reset) {
                    client.setSoLinger(true, 0);
                    server.setSoLinger(true, 0);
                }
            } catch (IOException e) {
                // It is closed already.
            }
            try (client;
                    server) {
                sockets.remove(client);
                sockets.remove(server);
            } catch (IOException e) {
                // As above.
            }
        }
    }
}
