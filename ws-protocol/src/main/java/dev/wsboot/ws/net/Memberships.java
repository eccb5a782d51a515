package dev.wsboot.ws.net;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The groups that one connection is in. Belongs to the connection's event loop. */
final class Memberships {

    private @Nullable List<Membership> list;

    @Nullable
    Membership in(GroupMembers group) {
        if (list != null) {
            for (Membership membership : list) {
                if (membership.group == group) {
                    return membership;
                }
            }
        }
        return null;
    }

    void add(Membership membership) {
        if (list == null) {
            list = new ArrayList<>(2);
        }
        list.add(membership);
    }

    void remove(Membership membership) {
        if (list != null) {
            list.remove(membership);
        }
    }

    void leaveAll() {
        if (list != null) {
            list.forEach(membership -> membership.group.removeMember(membership));
            list = null;
        }
    }
}
