package dev.wsboot.ws.spring.server;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads that handlers run on: an executor of the application's, or a bounded pool of our own. It is not an
 * {@link Executor} itself, because Spring Boot gives an application with a bean of that type no task executor.
 *
 * <p>The pool also takes over where the application's executor refuses. Spring's executors do so as soon as the context
 * begins to close, and that is when the sessions that are being closed have their last callbacks to come.
 */
public final class HandlerThreads implements AutoCloseable {

    private static final Log log = LogFactory.getLog(HandlerThreads.class);

    private static final int POOL_SIZE = 16 + Runtime.getRuntime().availableProcessors();

    private final @Nullable Executor application;
    private final ThreadPoolExecutor pool;

    /**
     * For the auto-configuration.
     *
     * @param application where to run handlers; null for the pool, which is also used where this executor has a concurrency
     *     limit, because that may make the event loop wait
     */
    public HandlerThreads(@Nullable Executor application) {
        this.application = hasConcurrencyLimit(application) ? null : application;
        CustomizableThreadFactory threads = new CustomizableThreadFactory("ws-handler-");
        threads.setDaemon(true);
        // A session has at most one task here, so that the queue is bounded by the number of sessions.
        pool = new ThreadPoolExecutor(POOL_SIZE, POOL_SIZE, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
        pool.allowCoreThreadTimeOut(true);
    }

    private static boolean hasConcurrencyLimit(@Nullable Executor executor) {
        boolean limited = executor instanceof SimpleAsyncTaskExecutor simple && simple.isThrottleActive();
        if (limited) {
            log.warn(
                    "The task executor has a concurrency limit, at which it may make whoever gives it a task wait. WebSocket handlers"
                            + " run on threads of their own instead; remove the limit, or define a ThreadPoolTaskExecutor, to have them"
                            + " there.");
        }
        return limited;
    }

    /**
     * Runs the callbacks of one session.
     *
     * @param task runs one or more callbacks
     */
    public void execute(Runnable task) {
        if (application == null) {
            pool.execute(task);
            return;
        }
        try {
            application.execute(task);
        } catch (RejectedExecutionException e) {
            pool.execute(task);
        }
    }

    /** Ends the pool's threads. */
    @Override
    public void close() {
        pool.shutdown();
    }
}
