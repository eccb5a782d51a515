package dev.wsboot.ws.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Gives an argument what a name in the endpoint's path stands for, converted to the argument's type: a number, a UUID, an
 * enum, or whatever Spring Boot's {@code ApplicationConversionService} makes of text. A client whose path cannot be
 * converted is refused with 400 before there is a connection.
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface PathParam {

    /**
     * The name that stands in braces in the path.
     *
     * @return empty where it is the argument's own name, for which the class must be compiled with {@code -parameters},
     *     as Spring Boot's build plugins do
     */
    String value() default "";
}
