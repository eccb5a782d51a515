package dev.wsboot.ws.protocol;

import java.lang.reflect.Field;
import java.util.BitSet;

/** Looks into a {@link PayloadSlab}, which tells nobody what it has lent. */
public final class SlabProbe {

    private SlabProbe() {}

    /** How many blocks of its memory are lent. */
    public static int lentBlocks(PayloadSlab slab) {
        try {
            Field taken = PayloadSlab.class.getDeclaredField("taken");
            taken.setAccessible(true);
            return ((BitSet) taken.get(slab)).cardinality();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
