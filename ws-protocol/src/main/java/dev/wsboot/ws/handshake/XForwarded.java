package dev.wsboot.ws.handshake;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code X-Forwarded-For}, {@code -Proto} and {@code -Host}, to which each proxy may add an element of its own. */
final class XForwarded {

    private XForwarded() {}

    static List<ForwardedHop> hops(UpgradeRequest request) {
        List<String> nodes = elements(request, "x-forwarded-for");
        List<String> protos = elements(request, "x-forwarded-proto");
        List<String> hosts = elements(request, "x-forwarded-host");
        if (nodes.isEmpty()) {
            return List.of(new ForwardedHop(null, fromEnd(protos, 0), fromEnd(hosts, 0)));
        }
        List<ForwardedHop> hops = new ArrayList<>(nodes.size());
        for (int i = 0; i < nodes.size(); i++) {
            int behind = nodes.size() - 1 - i;
            hops.add(new ForwardedHop(bracketed(nodes.get(i)), fromEnd(protos, behind), fromEnd(hosts, behind)));
        }
        return hops;
    }

    /**
     * The element that belongs to the proxy with so many others behind it. Where there are fewer, the proxies replace what they got
     * rather than add to it, and the first one is all that is known.
     */
    private static @Nullable String fromEnd(List<String> elements, int behind) {
        return elements.isEmpty() ? null : elements.get(Math.max(0, elements.size() - 1 - behind));
    }

    private static String bracketed(String node) {
        return Ipv6Address.isValid(node) ? "[" + node + "]" : node;
    }

    private static List<String> elements(UpgradeRequest request, String name) {
        List<String> elements = new ArrayList<>();
        for (String line : request.headers(name)) {
            for (String element : line.split(",", -1)) {
                if (!element.isBlank()) {
                    elements.add(element.strip());
                }
            }
        }
        return elements;
    }
}
