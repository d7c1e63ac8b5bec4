package dev.stampede.http;

import io.vertx.ext.web.Router;
import java.util.List;

/** A group of routes that one room offers. */
public interface Routes {
    void mount(Router router);

    /** Those of them that stand before the router too. */
    default List<DirectRoute> direct() {
        return List.of();
    }
}
