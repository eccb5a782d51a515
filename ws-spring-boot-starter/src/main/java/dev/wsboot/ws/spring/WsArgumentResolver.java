package dev.wsboot.ws.spring;

import dev.wsboot.ws.WsSession;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;

/**
 * Provides arguments of the application's own to endpoint methods, such as the user. Every bean of this type is asked, in
 * order, before the arguments that are provided anyway.
 */
public interface WsArgumentResolver {

    /**
     * Whether this resolver is responsible for an argument. Asked once, when the application starts.
     *
     * @param parameter the argument's declaration
     * @return whether {@link #resolve} shall be called for it
     */
    boolean supports(MethodParameter parameter);

    /**
     * Provides the argument for one call.
     *
     * @param parameter the argument's declaration
     * @param session the session that the method is called for
     * @return the argument
     * @throws Exception as if the method had thrown it
     */
    @Nullable
    Object resolve(MethodParameter parameter, WsSession session) throws Exception;
}
