package dev.wsboot.ws.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method that takes messages. Exactly one of its arguments is the message, and says which kind the method takes:
 *
 * <ul>
 *   <li>{@link String}: text as it is
 *   <li>{@code byte[]} or {@link java.nio.ByteBuffer}: binary. The buffer is valid only until the method returns
 *   <li>anything else, such as a record or a {@code List<Quote>}: text that is read as JSON by the application's
 *       {@code JsonMapper}, or by a {@link WsPayloadCodec} of its own
 * </ul>
 *
 * <p>A class may have one method for text and one for binary; a message of a kind for which it has none ends the
 * connection with 1003. A text that is not the JSON that the method asks for goes to {@link OnError}, or where there is no
 * such method, ends the connection with 1007.
 *
 * <p>A {@code boolean} beside {@link String}, {@code byte[]} or {@link java.nio.ByteBuffer} asks for messages in parts, as
 * they arrive, and tells which part is the last: {@code void save(WsSession session, ByteBuffer part, boolean last)}. A
 * message may so be larger than memory, and no limit is set to its size; the client is read from no faster than the method
 * takes the parts. All methods of a class with this annotation take parts, or none.
 *
 * <p>Other arguments: {@link dev.wsboot.ws.WsSession}, {@link dev.wsboot.ws.WsUpgrade}, {@link PathParam}.
 *
 * <p>What the method returns is the reply: a {@link String} is sent as text, {@code byte[]} and
 * {@link java.nio.ByteBuffer} as binary, a {@link dev.wsboot.ws.PreparedMessage} as it is, a
 * {@link dev.wsboot.ws.StreamedMessage} while it is made, anything else as JSON, and
 * null not at all. The messages of one session are taken one after the other, and so their replies are sent in order. Only
 * a {@link java.util.concurrent.CompletionStage} gives this up: the next message is taken at once, the stage's value is
 * sent when it is there, and a failure goes to {@link OnError}, both on the thread that completes the stage.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnMessage {}
