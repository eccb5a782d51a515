package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A peer's permessage-deflate, made of the JDK's zlib over whole messages, and a look into a {@link ZlibPool}. */
final class Zlib {

    private static final byte[] TAIL = Hex.bytes("0000FFFF");

    private Zlib() {}

    /** RFC 7692 section 7.2.1 for one message by itself: ends with a synchronisation flush, without its last four bytes. */
    static byte[] deflate(byte[] message) {
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
        try {
            return deflate(deflater, message);
        } finally {
            deflater.end();
        }
    }

    /** The same for the next message of several that may refer to each other. */
    static byte[] deflate(Deflater deflater, byte[] message) {
        if (message.length == 0) {
            return new byte[1];
        }
        byte[] out = new byte[message.length + message.length / 8 + 64];
        deflater.setInput(message);
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        assertThat(Arrays.copyOfRange(out, length - 4, length)).isEqualTo(TAIL);
        return Arrays.copyOf(out, length - 4);
    }

    /** RFC 7692 section 7.2.2 for the next message. */
    static byte[] inflate(Inflater inflater, byte[] payload) {
        byte[] data = Arrays.copyOf(payload, payload.length + 4);
        System.arraycopy(TAIL, 0, data, payload.length, 4);
        inflater.setInput(data);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        byte[] chunk = new byte[4096];
        try {
            for (int n = inflater.inflate(chunk); n > 0; n = inflater.inflate(chunk)) {
                message.write(chunk, 0, n);
            }
        } catch (DataFormatException e) {
            throw new AssertionError(e);
        }
        assertThat(inflater.getRemaining()).isZero();
        return message.toByteArray();
    }

    static byte[] inflate(byte[] payload) {
        Inflater inflater = new Inflater(true);
        try {
            return inflate(inflater, payload);
        } finally {
            inflater.end();
        }
    }

    /** A frame in hex, as if unmasked. */
    static String frame(String firstByte, byte[] payload) {
        int length = payload.length;
        String encoded = length < 126 ? "%02X" : length <= 0xFFFF ? "7E%04X" : "7F%016X";
        return firstByte + encoded.formatted(length) + Hex.of(payload);
    }

    /** How many Inflaters wait in the pool; none twice. */
    static int inflatersIn(ZlibPool pool) {
        return distinct(objects(pool, "inflaters"));
    }

    /** How many Deflaters wait in the pool; none twice. */
    static int deflatersIn(ZlibPool pool) {
        return distinct(objects(pool, "deflaters"));
    }

    private static int distinct(List<Object> objects) {
        Set<Object> distinct = new HashSet<>(objects);
        assertThat(distinct).as("given back once").hasSameSizeAs(objects);
        return distinct.size();
    }

    private static List<Object> objects(ZlibPool pool, String name) {
        try {
            Field field = ZlibPool.class.getDeclaredField(name);
            field.setAccessible(true);
            List<Object> objects = new ArrayList<>();
            collect(field.get(pool), objects);
            return objects;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static void collect(Object object, List<Object> objects) {
        if (object instanceof Map<?, ?> map) {
            map.values().forEach(value -> collect(value, objects));
        } else if (object instanceof Collection<?> collection) {
            collection.forEach(value -> collect(value, objects));
        } else {
            objects.add(object);
        }
    }
}
