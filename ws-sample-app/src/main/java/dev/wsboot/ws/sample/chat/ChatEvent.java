package dev.wsboot.ws.sample.chat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.wsboot.ws.CloseEvent;
import java.util.List;

/** What the server tells a browser; the property {@code type} says which. Times are milliseconds since 1970. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(name = "welcome", value = ChatEvent.Welcome.class),
    @JsonSubTypes.Type(name = "joined", value = ChatEvent.Joined.class),
    @JsonSubTypes.Type(name = "left", value = ChatEvent.Left.class),
    @JsonSubTypes.Type(name = "said", value = ChatEvent.Said.class),
    @JsonSubTypes.Type(name = "typing", value = ChatEvent.Typing.class),
    @JsonSubTypes.Type(name = "error", value = ChatEvent.Refused.class)
})
sealed interface ChatEvent {

    /** The first one: who you are, who is here, and what was said lately. */
    record Welcome(Person you, String room, List<Person> people, List<Said> recent) implements ChatEvent {}

    record Joined(Person person, long at) implements ChatEvent {}

    /** Somebody left, and how the server saw it. */
    record Left(Person person, long at, CloseEvent why) implements ChatEvent {}

    record Said(Person person, String text, long at) implements ChatEvent {}

    record Typing(Person person) implements ChatEvent {}

    /** What you sent was not accepted. */
    record Refused(String message) implements ChatEvent {}
}
