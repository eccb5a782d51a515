package dev.wsboot.ws.sample.chat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What a browser tells the server; the property {@code type} says which. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(name = "say", value = ChatCommand.Say.class),
    @JsonSubTypes.Type(name = "typing", value = ChatCommand.Typing.class)
})
sealed interface ChatCommand {

    record Say(String text) implements ChatCommand {}

    record Typing() implements ChatCommand {}
}
