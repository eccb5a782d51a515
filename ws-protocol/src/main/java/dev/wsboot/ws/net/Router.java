package dev.wsboot.ws.net;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the endpoint for a path. Immutable. */
final class Router {

    /** An endpoint, and what the variables of its template stand for. */
    record Match(Endpoint endpoint, Map<String, String> pathParameters) {}

    private final Map<String, Match> literal = new HashMap<>();
    private final List<Endpoint> variable = new ArrayList<>();

    /**
     * Routes to these endpoints.
     *
     * @throws IllegalArgumentException if two templates match the same paths
     */
    Router(List<Endpoint> endpoints) {
        Map<String, PathTemplate> shapes = new HashMap<>();
        for (Endpoint endpoint : endpoints) {
            PathTemplate template = endpoint.template();
            PathTemplate other = shapes.putIfAbsent(template.shape(), template);
            if (other != null) {
                throw new IllegalArgumentException("'" + template + "' and '" + other + "' match the same paths");
            }
            if (template.hasVariables()) {
                variable.add(endpoint);
            } else {
                literal.put(template.toString(), new Match(endpoint, Map.of()));
            }
        }
        variable.sort((a, b) -> PathTemplate.bySpecificity(a.template(), b.template()));
    }

    @Nullable
    Match route(String path) {
        Match exact = literal.get(path);
        if (exact != null) {
            return exact;
        }
        for (Endpoint endpoint : variable) {
            Map<String, String> parameters = endpoint.template().match(path);
            if (parameters != null) {
                return new Match(endpoint, parameters);
            }
        }
        return null;
    }
}
