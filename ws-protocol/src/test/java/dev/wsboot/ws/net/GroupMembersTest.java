package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Who is where in the list, which is also where {@link Memberships} is tested. */
class GroupMembersTest {

    private final TestServer server = new TestServer();
    private final GroupMembers members = new GroupMembers();
    private final GroupMembers others = new GroupMembers();

    private WebSocketConnection open() {
        return ((Session) server.open().session()).connection();
    }

    private static int index(WebSocketConnection connection, GroupMembers group) {
        Membership membership = connection.memberships().in(group);
        return membership == null ? -1 : membership.index;
    }

    @Test
    void theLastTakesThePlaceOfWhoLeaves() {
        WebSocketConnection a = open();
        WebSocketConnection b = open();
        WebSocketConnection c = open();
        members.add(a);
        members.add(b);
        members.add(c);
        members.remove(a);

        assertThat(index(a, members)).isEqualTo(-1);
        assertThat(index(b, members)).isEqualTo(1);
        assertThat(index(c, members)).isEqualTo(0);
        members.remove(b);
        members.remove(c);
        members.add(a);
        assertThat(index(a, members)).isEqualTo(0);
    }

    @Test
    void whoLeavesOneGroupStaysInTheOthers() {
        WebSocketConnection a = open();
        members.add(a);
        others.add(a);
        members.remove(a);
        members.remove(a);

        assertThat(index(a, members)).isEqualTo(-1);
        assertThat(index(a, others)).isEqualTo(0);
    }

    @Test
    void whoEndsLeavesEveryGroup() {
        WebSocketConnection a = open();
        Peer peer = server.open();
        WebSocketConnection b = ((Session) peer.session()).connection();
        members.add(b);
        others.add(b);
        members.add(a);
        peer.ends();

        assertThat(b.isOver()).isTrue();
        assertThat(index(b, members)).isEqualTo(-1);
        assertThat(index(a, members)).as("place that became free").isEqualTo(0);
        members.add(b);
        others.add(a);
        assertThat(index(b, members)).as("added when it was over").isEqualTo(-1);
        assertThat(index(a, others)).as("place that became free").isEqualTo(0);
    }
}
