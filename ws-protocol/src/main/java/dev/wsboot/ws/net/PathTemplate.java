package dev.wsboot.ws.net;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A path whose segments may be variables, such as {@code /chat/{room}}. A variable stands for one whole segment. */
final class PathTemplate {

    private final String text;
    private final List<String> segments;

    private PathTemplate(String text, List<String> segments) {
        this.text = text;
        this.segments = segments;
    }

    /**
     * Reads a template.
     *
     * @throws IllegalArgumentException if it is not one; the message says why
     */
    static PathTemplate parse(String text) {
        if (!text.startsWith("/")) {
            throw bad(text, "it must start with a slash");
        }
        List<String> segments = split(text);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (segment.isEmpty() && i < segments.size() - 1) {
                throw bad(text, "it has an empty segment");
            }
            if (isVariable(segment)) {
                String name = nameOf(segment);
                if (name.isEmpty() || !name.chars().allMatch(Character::isJavaIdentifierPart)) {
                    throw bad(text, "{" + name + "} is no name");
                }
                if (!names.add(name)) {
                    throw bad(text, "{" + name + "} stands in it twice");
                }
            } else if (segment.contains("{") || segment.contains("}")) {
                throw bad(text, "a variable must be a whole segment");
            } else if (segment.contains("*") || segment.contains("?")) {
                throw bad(text, "* and ? stand for nothing else here, only a whole segment such as {name} does");
            }
        }
        return new PathTemplate(text, segments);
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is not a path template: " + why);
    }

    private static List<String> split(String path) {
        List<String> segments = new ArrayList<>();
        int start = 1;
        for (int slash = path.indexOf('/', start); slash >= 0; slash = path.indexOf('/', start)) {
            segments.add(path.substring(start, slash));
            start = slash + 1;
        }
        segments.add(path.substring(start));
        return segments;
    }

    private static boolean isVariable(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    private static String nameOf(String variable) {
        return variable.substring(1, variable.length() - 1);
    }

    boolean hasVariables() {
        return segments.stream().anyMatch(PathTemplate::isVariable);
    }

    /** How the template looks with its variables unnamed: two templates of one shape match the same paths. */
    String shape() {
        StringBuilder shape = new StringBuilder();
        segments.forEach(segment -> shape.append('/').append(isVariable(segment) ? "{}" : segment));
        return shape.toString();
    }

    /**
     * The order in which templates are tried: at the first segment where they differ in kind, the literal goes first.
     * Templates of different lengths never match the same path, but without an order of their own the others would have
     * none either.
     */
    static int bySpecificity(PathTemplate a, PathTemplate b) {
        int difference = Integer.compare(a.segments.size(), b.segments.size());
        for (int i = 0; difference == 0 && i < a.segments.size(); i++) {
            difference = Boolean.compare(isVariable(a.segments.get(i)), isVariable(b.segments.get(i)));
        }
        return difference;
    }

    /**
     * Matches a path.
     *
     * @param path in its normal spelling
     * @return what the variables stand for; null where it does not match
     */
    @Nullable
    Map<String, String> match(String path) {
        List<String> given = split(path);
        if (given.size() != segments.size()) {
            return null;
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (int i = 0; i < given.size(); i++) {
            String segment = segments.get(i);
            if (!isVariable(segment)) {
                if (!segment.equals(given.get(i))) {
                    return null;
                }
            } else if (given.get(i).isEmpty()) {
                return null;
            } else {
                variables.put(nameOf(segment), given.get(i));
            }
        }
        return Map.copyOf(variables);
    }

    @Override
    public String toString() {
        return text;
    }
}
