package dev.stampede.http;

import io.vertx.ext.web.Router;

/** A group of routes that one room offers. */
public interface Routes {
    void mount(Router router);
}
