package dev.wsboot.ws.spring.endpoint;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.core.MethodParameter;

/**
 * What an endpoint is as declared: enough to build it, and to name it where that fails.
 *
 * @param type the class that the application wrote
 * @param path the path template
 * @param variables the names in braces
 */
record EndpointType(Class<?> type, String path, Set<String> variables) {

    private static final Pattern QUALIFIER = Pattern.compile("[\\w.$]+[.$]");
    private static final Pattern VARIABLE = Pattern.compile("\\{([^{}/]+)}");

    static EndpointType of(Class<?> type, String path) {
        Set<String> variables = new LinkedHashSet<>();
        Matcher matcher = VARIABLE.matcher(path);
        while (matcher.find()) {
            variables.add(matcher.group(1));
        }
        return new EndpointType(type, path, Collections.unmodifiableSet(variables));
    }

    /** The path with its variables unnamed: two of one shape match the same requests. */
    String shape() {
        return VARIABLE.matcher(path).replaceAll("{}");
    }

    InvalidEndpointException error(String problem, String action) {
        return new InvalidEndpointException(type.getName() + " " + problem, action, null);
    }

    InvalidEndpointException error(String problem, String action, Exception cause) {
        return new InvalidEndpointException(type.getName() + " " + problem, action, cause);
    }

    InvalidEndpointException error(Method method, String problem, String action) {
        String name = type.getName() + "." + signature(method);
        return new InvalidEndpointException(name + " " + problem, action, null);
    }

    InvalidEndpointException error(MethodParameter parameter, String problem, String action) {
        String name = parameter.getParameterName();
        String which = "argument " + (parameter.getParameterIndex() + 1) + (name == null ? "" : " (" + name + ")");
        return error((Method) parameter.getExecutable(), "cannot be called: " + which + " " + problem, action);
    }

    static String signature(Method method) {
        return Arrays.stream(method.getGenericParameterTypes())
                .map(EndpointType::simpleName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }

    private static String simpleName(Type type) {
        return QUALIFIER.matcher(type.getTypeName()).replaceAll("");
    }
}
