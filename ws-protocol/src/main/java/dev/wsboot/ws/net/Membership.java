package dev.wsboot.ws.net;

/** One connection's place in the part of a group that lives on its event loop. */
final class Membership {

    final GroupMembers group;
    final WebSocketConnection connection;

    /** The index among the group's members, kept by {@link GroupMembers}. */
    int index;

    Membership(GroupMembers group, WebSocketConnection connection) {
        this.group = group;
        this.connection = connection;
    }
}
