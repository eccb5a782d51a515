package dev.wsboot.ws.net;

import dev.wsboot.ws.PreparedMessage;
import java.util.ArrayList;
import java.util.List;

/** The members of a group whose connections one event loop owns. Belongs to that loop. */
final class GroupMembers {

    private static final Membership[] NOBODY = {};

    private final List<Membership> members = new ArrayList<>();

    void add(WebSocketConnection connection) {
        if (connection.isOver() || connection.memberships().in(this) != null) {
            return;
        }
        Membership membership = new Membership(this, connection);
        membership.index = members.size();
        members.add(membership);
        connection.memberships().add(membership);
    }

    void remove(WebSocketConnection connection) {
        Membership membership = connection.memberships().in(this);
        if (membership != null) {
            connection.memberships().remove(membership);
            removeMember(membership);
        }
    }

    /** Takes a member out; the last one takes its place. */
    void removeMember(Membership membership) {
        Membership last = members.remove(members.size() - 1);
        if (last != membership) {
            last.index = membership.index;
            members.set(last.index, last);
        }
    }

    /** To a copy of the list: a member that is too slow leaves meanwhile, and who is told of it may send or leave too. */
    void send(PreparedMessage message) {
        for (Membership member : members.toArray(NOBODY)) {
            member.connection.sender().send(message);
        }
    }
}
