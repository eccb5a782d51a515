package dev.wsboot.ws.sample.chat;

/** Somebody in a room; two may have the same name, but not the same id. */
record Person(String id, String name) {}
