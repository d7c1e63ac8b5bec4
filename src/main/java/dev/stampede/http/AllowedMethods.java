package dev.stampede.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What an answer 405 owes its client: the methods that the path does have. */
final class AllowedMethods {
    private static final Pattern PARAMETER = Pattern.compile(":[A-Za-z0-9_]+");

    private AllowedMethods() {}

    /** The value of {@code Allow}, such as {@code GET, PATCH}. */
    static String of(Router router, String path) {
        return router.getRoutes().stream()
                .filter(route -> leadsTo(route, path))
                .map(Route::methods)
                .flatMap(Collection::stream)
                .map(HttpMethod::name)
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static boolean leadsTo(Route route, String path) {
        if (route.getPath() == null || route.methods() == null) {
            return false;
        }
        String literal = "\\Q" + PARAMETER.matcher(route.getPath()).replaceAll("\\\\E[^/]+\\\\Q") + "\\E";
        return path.matches(literal + (route.isExactPath() ? "/?" : ".*"));
    }
}
